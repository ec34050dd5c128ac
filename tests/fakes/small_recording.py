"""A small real recording: fragmented MP4, padded and sealed as a kiosk does it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np

from wire.fragments import FragmentSplitter, fragment_time, free_box, padded, video_track
from wire.sealed import CHUNK, Sealer
from wire.upload import Fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE = 5
"""Pictures per second; each second is one fragment, and has a grey of its own."""
GREY_STEP = 4
_SOUND_RATE = 48_000
_OPTIONS = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}


class _Sink:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


@dataclass(frozen=True, slots=True)
class SmallRecording:
    """The plaintext as a kiosk seals it, and its journal."""

    plaintext: bytes
    fragments: tuple[Fragment, ...]

    def sealed(self, recipients: Sequence[str]) -> tuple[bytes, bytes]:
        """Give header and body."""
        sealer = Sealer.for_recipients(recipients)
        whole = self.plaintext[:-8]
        chunks = [sealer.chunk(whole[at : at + CHUNK]) for at in range(0, len(whole), CHUNK)]
        closing = sealer.chunk(self.plaintext[-8:], last=True)
        return sealer.header, sealer.nonce + b"".join(chunks) + closing


@lru_cache
def small_recording(seconds: int) -> SmallRecording:
    """Record `seconds` of grey pictures and a tone."""
    plaintext = b""
    fragments: list[Fragment] = []
    track = (0, 1)
    for piece in FragmentSplitter().feed(_encoded(seconds)):
        if not fragments:
            track, start, duration = video_track(piece), 0, 0
        else:
            start, duration = fragment_time(piece, track[0])
        whole = padded(piece, CHUNK)
        fragments.append(
            Fragment(
                offset=len(plaintext),
                length=len(whole),
                start=start / track[1],
                duration=duration / track[1],
            )
        )
        plaintext += whole
    return SmallRecording(plaintext + free_box(8), tuple(fragments))


def _encoded(seconds: int) -> bytes:
    sink = _Sink()
    with av.open(sink, "w", format="mp4", options=_OPTIONS) as container:
        picture = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        picture.codec_context.gop_size = RATE
        sound = container.add_stream("aac", rate=_SOUND_RATE, layout="mono")
        for index in range(seconds * RATE):
            container.mux(picture.encode(_picture(index)))
            container.mux(sound.encode(_sound(index)))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))
    return bytes(sink.data)


def _picture(index: int) -> av.VideoFrame:
    grey = 20 + GREY_STEP * (index // RATE)
    frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), grey, np.uint8), format="rgb24")
    frame.pts, frame.time_base = index, Fraction(1, RATE)
    return frame


def _sound(index: int) -> av.AudioFrame:
    count = _SOUND_RATE // RATE
    at = np.arange(index * count, (index + 1) * count) / _SOUND_RATE
    samples = (2000 * np.sin(2 * np.pi * 220 * at)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
    frame.rate, frame.pts, frame.time_base = _SOUND_RATE, index * count, Fraction(1, _SOUND_RATE)
    return frame
