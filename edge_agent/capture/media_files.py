"""Media files as one stream in the order of media time, as fast as it is taken."""

from __future__ import annotations

from contextlib import closing
from heapq import merge
from typing import TYPE_CHECKING

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.pictures import Pace, narrowed
from edge_agent.capture.replay_camera import ReplayCamera
from edge_agent.capture.replay_microphone import ReplayMicrophone
from edge_agent.errors import MicrophoneError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FOR_EVER_S = 86_400.0
_SOUND_RATE = 48_000


def pictures(video: Path, rate: float, width: int) -> Iterator[Frame]:
    """Yield a video's pictures at `rate` a second and at most `width` pixels wide, once through.

    Wall time is media time. Raises MediaError.
    """
    pace = Pace(rate)
    with closing(ReplayCamera(video)) as camera:
        for number in range(round(camera.duration * camera.rate)):
            at = number / camera.rate
            if pace.is_due(Frame(at, at, camera.picture(number))):
                yield Frame(at, at, narrowed(camera.picture(number), width))


def sound(audio: Path) -> Iterator[AudioChunk]:
    """Yield a file's sound in chunks, once through; wall time is media time. Raises MediaError."""
    with closing(ReplayMicrophone(audio, _SOUND_RATE, 0.0, _FOR_EVER_S)) as microphone:
        while True:
            try:
                chunk = microphone.read()
            except MicrophoneError:
                return
            yield AudioChunk(chunk.pts, chunk.end, chunk.rate, chunk.samples)


def together(
    seen: Iterator[Frame] | None, heard: Iterator[AudioChunk] | None
) -> Iterator[Frame | AudioChunk]:
    """Yield pictures and sound in the order in which they would have left their devices."""
    both: tuple[Iterable[Frame | AudioChunk], ...] = (seen or (), heard or ())
    yield from merge(*both, key=lambda item: item.captured_at)
