"""A recorder's stream, a tracker, a voice model and a recogniser that say what they are told."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    ChunkHeader,
    FarEndMark,
    FrameHeader,
    Heard,
    InterviewMark,
    TakeOverMark,
)
from edge_agent.errors import ModelError
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.ports import Recognised, Word
from tests.fakes.faces import IN_THE_MIDDLE
from wire import plan as plans
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from edge_agent.capture.frames import Frame
    from wire.plan import Plan

WALL = 1_700_000_000.0
CHUNK_S = 0.02
WORDS = ("quagga", "axolotl", "pangolin")
"""Words that nothing else in a message could spell."""

Item = tuple[Heard, bytes]


class FakeVoice:
    """Calls loud frames speech."""

    def probability(self, samples: NDArray[np.int16]) -> float:
        return 1.0 if np.abs(samples).max(initial=0) > 1000 else 0.0

    def reset(self) -> None:
        pass


@dataclass
class FakeTracker:
    """Sees one face; fails at the picture it is told to."""

    fails_at: float = np.inf

    def observe(self, frame: Frame) -> PictureObservation:
        if frame.pts >= self.fails_at:
            raise ModelError("The runtime refused a picture.")
        return PictureObservation(
            pts=frame.pts,
            faces=1,
            mesh=None,
            face=IN_THE_MIDDLE,
            body=None,
            change=0.02,
            brightness=0.4,
            sharpness=0.6,
        )


@dataclass
class FakeRecogniser:
    """Hears `words` in every utterance, once it may."""

    words: tuple[str, ...] = WORDS
    may: threading.Event = field(default_factory=threading.Event)
    fails: bool = False
    heard: int = 0

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        assert self.may.wait(60.0)
        if self.fails:
            raise ModelError("The runtime refused a sound.")
        self.heard += 1
        length = len(samples) / 16_000 / len(self.words)
        words = [
            Word(text, number * length, (number + 1) * length)
            for number, text in enumerate(self.words)
        ]
        return Recognised(tuple(words), 0.9)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        assert len(samples)
        return self.words


class FakeStream:
    """Yields items, then waits until it is closed, as a recorder's stream does."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._closed = threading.Event()
        self.given = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            if self._closed.is_set():
                return
            self.given += 1
            yield item
        self._closed.wait()

    def close(self) -> None:
        self._closed.set()


def interview(
    plan: Plan,
    *,
    analysis: bool = True,
    face_analysis: bool = True,
    language: Language = Language.EN,
) -> Item:
    """An interview begins."""
    mark = InterviewMark(
        plan=plans.encode(plan),
        language=language,
        analysis=analysis,
        face_analysis=face_analysis,
    )
    return mark, b""


def began(answer: int, start: float) -> Item:
    """An answer begins."""
    return AnswerBeganMark(answer=answer, stage=answer, pts=start), b""


def ended(answer: int, end: float) -> Item:
    """An answer ends."""
    return AnswerEndedMark(answer=answer, pts=end, captured_at=WALL + end), b""


def over(answer: int, pts: float) -> Item:
    """A replay has no more for the answer."""
    return TakeOverMark(answer=answer, pts=pts), b""


def played(pts: float, *, playing: bool = True) -> list[Item]:
    """The kiosk begins or ends to play a voice."""
    return [(FarEndMark(playing=playing, pts=pts), b"")]


def media(start: float, end: float, rate: int = 16_000, picture_rate: float = 15.0) -> list[Item]:
    """Sound (1 s loud, 2 s silent, from `start`) and pictures in order of media time."""
    items: list[Item] = []
    count = round((end - start) / CHUNK_S)
    picture = 0
    for number in range(count):
        at = start + number * CHUNK_S
        while start + picture / picture_rate < at + CHUNK_S - 1e-9:
            items.append(_picture(start + picture / picture_rate))
            picture += 1
        items.append(_chunk(at, rate, loud=(at - start) % 3.0 < 1.0))
    return items


def _picture(pts: float) -> Item:
    header = FrameHeader(pts=pts, captured_at=WALL + pts, width=64, height=48, skipped=0)
    return header, bytes(64 * 48 * 3)


def _chunk(pts: float, rate: int, *, loud: bool) -> Item:
    count = round(CHUNK_S * rate)
    tone = 8000 * np.sin(2 * np.pi * 200 * np.arange(count) / rate)
    samples = tone if loud else np.zeros(count)
    header = ChunkHeader(pts=pts, captured_at=WALL + pts + CHUNK_S, rate=rate)
    return header, samples.astype("<i2").tobytes()


def answer(number: int, start: float, end: float) -> list[Item]:
    """One whole answer."""
    return [began(number, start), *media(start, end), ended(number, end)]
