"""H.264 and Opus in fragmented MP4, one fragment each second, written to a callable."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
from av.error import FFmpegError
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter

from edge_agent.capture.frames import Packet
from edge_agent.errors import RecordingError
from edge_agent.record.key_rhythm import KeyRhythm

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from av.audio.stream import AudioStream
    from av.packet import Packet as EncodedPacket
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

SOUND_RATE = 48_000
TICKS = 90_000
"""Ticks of picture time in a second."""
_PICTURE_TICKS = TICKS // 30
_VIDEO_OPTIONS = {
    "preset": "superfast",
    "tune": "zerolatency",
    "sc_threshold": "0",
    "crf": "23",  # constant quality: a small or quiet picture costs less than it may
}
_FORMAT_OPTIONS = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof+skip_trailer",
    "flush_packets": "1",
}


class _Sink:
    """What PyAV writes to: it cannot seek and cannot be read."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        return len(data)


class Encoder:
    """Encodes pictures and sound of one part; times are seconds from the part's start.

    Every packet goes to `tap` before it is written: live viewers get what the recording holds.
    Every method raises RecordingError when the codec refuses.
    """

    def __init__(
        self,
        write: Callable[[bytes], None],
        size: tuple[int, int],
        sound_rate: int,
        bit_rate: int,
        tap: Callable[[Packet], None] | None = None,
    ) -> None:
        self._tap = tap
        self._keys = KeyRhythm()
        self._captured_at = 0.0
        self._width, self._height = size[0] // 2 * 2, size[1] // 2 * 2
        self._sound_rate = sound_rate
        self._last_tick = -1
        self._samples = 0
        self._scaler = VideoReformatter()  # a frame's own is made anew: 2 ms and two threads
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
        try:
            self._container = av.open(
                cast("str", _Sink(write)), "w", format="mp4", options=_FORMAT_OPTIONS
            )
            self._video = self._add_video(bit_rate)
            self._audio = self._add_audio()
        except FFmpegError as error:
            raise RecordingError(f"The encoder does not start: {error}.") from error

    def key_picture(self) -> None:
        """Let the next picture be a key picture; may be called from any thread."""
        self._keys.ask()

    def picture(self, at: float, image: NDArray[np.uint8], captured_at: float = 0.0) -> None:
        """Encode a picture (H x W x 3, RGB); `captured_at` is wall time."""
        self._captured_at = captured_at
        tick = max(round(at * TICKS), self._last_tick + 1)
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame = self._scaler.reformat(frame, self._width, self._height, "yuv420p", threads=1)
        frame.pts, frame.time_base = tick, Fraction(1, TICKS)
        frame.duration = _PICTURE_TICKS
        if self._keys.is_due(tick / TICKS):
            frame.pict_type = PictureType.I
        self._last_tick = tick
        self._mux(self._video, frame)

    def sound(self, samples: NDArray[np.int16], captured_at: float = 0.0) -> None:
        """Encode the next samples; sound has no holes, so silence is written where none came."""
        self._captured_at = captured_at
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._sound_rate
        frame.pts, frame.time_base = self._samples, Fraction(1, self._sound_rate)
        self._samples += len(samples)
        for part in self._resampler.resample(frame):
            self._mux(self._audio, part)

    def close(self) -> None:
        """Write what is still held back, and let go of the codecs: nothing can follow."""
        try:
            if self._samples:
                for part in self._resampler.resample(None):
                    self._mux(self._audio, part)
            self._mux(self._video, None)
            self._mux(self._audio, None)
            self._container.close()
            del self._video, self._audio, self._container  # 30 MB, or they wait for the collector
        except FFmpegError as error:
            raise RecordingError(f"The encoder did not end well: {error}.") from error

    def _add_video(self, bit_rate: int) -> VideoStream:
        most = {"maxrate": str(bit_rate), "bufsize": str(bit_rate)}  # over any second or so
        stream = self._container.add_stream("libx264", rate=30, options=_VIDEO_OPTIONS | most)
        stream.width, stream.height = self._width, self._height
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.codec_context.gop_size = 600
        stream.codec_context.thread_count = 1
        return stream

    def _add_audio(self) -> AudioStream:
        stream = self._container.add_stream("libopus", rate=SOUND_RATE, layout="mono")
        stream.bit_rate = 48_000
        return stream

    def _mux(
        self, stream: VideoStream | AudioStream, frame: av.VideoFrame | av.AudioFrame | None
    ) -> None:
        try:
            packets = stream.encode(frame)  # type: ignore[arg-type]
            for packet in packets if self._tap is not None else ():
                self._hand_on(packet)
            self._container.mux(packets)
        except FFmpegError as error:
            raise RecordingError(f"The encoder failed: {error}.") from error

    def _hand_on(self, packet: EncodedPacket[VideoStream] | EncodedPacket[AudioStream]) -> None:
        """Give the tap a packet; a key picture with its parameter sets, as MP4 holds them apart."""
        if self._tap is None or packet.pts is None or packet.time_base is None:
            return
        is_video = packet.stream is self._video
        head = (
            self._video.codec_context.extradata or b"" if is_video and packet.is_keyframe else b""
        )
        self._tap(
            Packet(
                kind="video" if is_video else "audio",
                pts=max(float(packet.pts * packet.time_base), 0.0),
                captured_at=self._captured_at,
                is_key=packet.is_keyframe,
                content=head + bytes(packet),
            )
        )
