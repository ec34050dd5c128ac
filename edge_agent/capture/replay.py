"""Camera and microphone that are media files, read through PyAV."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import av
import numpy as np
from av.error import FFmpegError

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.errors import CameraError, MediaError, MicrophoneError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

CHUNK_S = 0.02
_BLOCK = 32
_SPARE_RATE = 25.0
_HIGHEST_RATE = 60.0


def _open(path: Path) -> InputContainer:
    try:
        return av.open(str(path), "r")
    except (FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"{path} cannot be read: {reason}.") from error


class ReplayCamera:
    """Plays a video to and fro for as long as pictures are asked for.

    Pictures are decoded in blocks, so that a long video is never held whole; going back seeks to
    the key frame before the block. Picture `i` always is the same one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container = _open(path)
        if not self._container.streams.video:
            raise MediaError(f"{path} has no picture.")
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self.rate = min(float(self._stream.average_rate or _SPARE_RATE), _HIGHEST_RATE)
        """Pictures per second."""
        self._times = self._index()
        self._block_number = -1
        self._block: list[NDArray[np.uint8]] = []
        self._next = 0
        self.picture(0)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._stream.width, self._stream.height

    def picture(self, number: int) -> NDArray[np.uint8]:
        """Give picture `number` of the endless play to and fro; raises MediaError."""
        count = len(self._times)
        period = max(2 * (count - 1), 1)
        place = number % period
        place = place if place < count else period - place
        if place // _BLOCK != self._block_number:
            self._block = self._decode(place // _BLOCK)
            self._block_number = place // _BLOCK
        return self._block[place % _BLOCK]

    def read(self) -> Frame:
        """Give the next picture at once; its time counts from the first."""
        try:
            image = self.picture(self._next)
        except MediaError as error:
            raise CameraError(f"{error}") from error
        self._next += 1
        return Frame((self._next - 1) / self.rate, time.time(), image)

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def _index(self) -> list[int]:
        try:
            packets = list(self._container.demux(self._stream))
        except FFmpegError as error:
            raise MediaError(f"{self._path} cannot be read: {error.strerror}.") from error
        times = sorted(packet.pts for packet in packets if packet.pts is not None)
        if not times:
            raise MediaError(f"{self._path} has no picture.")
        return times

    def _decode(self, block: int) -> list[NDArray[np.uint8]]:
        wanted = self._times[block * _BLOCK : (block + 1) * _BLOCK]
        found: dict[int, NDArray[np.uint8]] = {}
        try:
            self._container.seek(wanted[0], stream=self._stream)
            for frame in self._container.decode(self._stream):
                if frame.pts is not None and frame.pts >= wanted[0]:
                    found[frame.pts] = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                if frame.pts is not None and frame.pts >= wanted[-1]:
                    break
        except FFmpegError as error:
            raise MediaError(f"{self._path} cannot be decoded: {error.strerror}.") from error
        return self._filled(wanted, found)

    def _filled(
        self, wanted: list[int], found: dict[int, NDArray[np.uint8]]
    ) -> list[NDArray[np.uint8]]:
        """Put the picture before it, or else the one after, where one cannot be decoded."""
        if not found:
            raise MediaError(f"{self._path} cannot be decoded.")
        last = found[min(found)]
        pictures = []
        for at in wanted:
            last = found.get(at, last)
            pictures.append(last)
        return pictures


class ReplayMicrophone:
    """Plays one stretch of a file's sound, mono, in chunks of 20 ms."""

    def __init__(self, path: Path, rate: int, start_s: float, end_s: float) -> None:
        self._path = path
        self.rate = rate
        """Hertz of the chunks, whatever the file has."""
        self._container = _open(path)
        if not self._container.streams.audio:
            raise MediaError(f"{path} has no sound.")
        self._first, self._stop = round(start_s * rate), round(end_s * rate)
        self._chunks = self._stretch()
        self._position = 0

    def read(self) -> AudioChunk:
        """Give the next chunk at once; its time counts from the stretch's start.

        Raises MicrophoneError at the end of the stretch or file, MediaError on a broken file.
        """
        samples = next(self._chunks, None)
        if samples is None:
            raise MicrophoneError("The take is over.")
        start = self._position / self.rate
        self._position += len(samples)
        return AudioChunk(start, time.time(), self.rate, samples)

    def close(self) -> None:
        """Close the file."""
        self._chunks.close()
        self._container.close()

    def _decoded(self) -> Iterator[NDArray[np.int16]]:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=self.rate)
        try:
            for frame in self._container.decode(audio=0):
                frame.pts = None
                for part in resampler.resample(frame):
                    yield part.to_ndarray()[0]
            for part in resampler.resample(None):
                yield part.to_ndarray()[0]
        except FFmpegError as error:
            raise MediaError(f"{self._path} cannot be decoded: {error.strerror}.") from error

    def _stretch(self) -> Generator[NDArray[np.int16], None, None]:
        """Cut the stretch out of the file's sound, in whole chunks; the last may be shorter."""
        length = round(CHUNK_S * self.rate)
        kept = np.empty(0, np.int16)
        position = 0
        for samples in self._decoded():
            low, high = self._first - position, self._stop - position
            position += len(samples)
            kept = np.concatenate((kept, samples[max(low, 0) : max(high, 0)]))
            whole = len(kept) // length * length
            yield from kept[:whole].reshape(-1, length)
            kept = kept[whole:]
            if position >= self._stop:
                break
        if len(kept):
            yield kept


class Silence:
    """A candidate who says nothing for a while: a microphone's silence, in chunks of 20 ms."""

    LASTS_S = 3.0

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._position = 0

    def read(self) -> AudioChunk:
        """Give the next chunk at once; raises MicrophoneError at the end."""
        if self._position >= self.LASTS_S * self.rate:
            raise MicrophoneError("The silence is over.")
        samples = np.zeros(self.rate // 50, np.int16)
        start = self._position / self.rate
        self._position += len(samples)
        return AudioChunk(start, time.time(), self.rate, samples)

    def close(self) -> None:
        """Nothing is open."""
