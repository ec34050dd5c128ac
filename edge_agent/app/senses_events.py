"""What the senses' threads tell the one that decides."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Semaphore
from typing import TYPE_CHECKING

from edge_agent.app.senses_asking import WordsAsked
from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    FarEndMark,
    InterviewEndedMark,
    InterviewMark,
    TakeOverMark,
    TroubleMark,
)

if TYPE_CHECKING:
    from edge_agent.capture.frames import AudioChunk
    from edge_agent.inference.observation import PictureObservation
    from edge_agent.inference.ports import Recognised, Word
    from edge_agent.inference.utterances import Utterance
    from wire.language import Language
    from wire.messages.answer_features import Content

Mark = (
    InterviewMark
    | AnswerBeganMark
    | AnswerEndedMark
    | InterviewEndedMark
    | TakeOverMark
    | FarEndMark
    | TroubleMark
)


@dataclass(frozen=True, slots=True)
class SoundHeard:
    """The next samples."""

    chunk: AudioChunk


@dataclass(frozen=True, slots=True)
class PictureDue:
    """A picture of an answer is on its way to the vision thread."""

    answer: int
    pts: float
    captured_at: float
    skipped: int


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """What the picture showed."""

    answer: int
    observation: PictureObservation


@dataclass(frozen=True, slots=True)
class PictureMissed:
    """A newer picture took its place."""

    answer: int
    pts: float


@dataclass(frozen=True, slots=True)
class VisionReady:
    """The vision models are loaded."""


@dataclass(frozen=True, slots=True)
class SpeechReady:
    """The language's recogniser is loaded."""

    language: Language


@dataclass(frozen=True, slots=True)
class UtteranceUnderstood:
    """The words of an utterance, in its own time."""

    answer: int
    utterance: Utterance
    recognised: Recognised


@dataclass(frozen=True, slots=True)
class UtteranceGoesOn:
    """What was understood so far of an utterance, in media time; may yet change."""

    answer: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class ContentMeasured:
    """What an answer's text is like beside its question and in itself."""

    answer: int
    content: Content
    so_far: float | None = None
    """Media time of the last word compared, where the answer still goes on."""


@dataclass(frozen=True, slots=True)
class ThreadFailed:
    """A thread is no more."""

    thread: str
    error: BaseException | None


@dataclass(frozen=True, slots=True)
class Stop:
    """The process shall end."""


Event = (
    Mark
    | WordsAsked
    | SoundHeard
    | PictureDue
    | PictureSeen
    | PictureMissed
    | VisionReady
    | SpeechReady
    | UtteranceUnderstood
    | UtteranceGoesOn
    | ContentMeasured
    | ThreadFailed
    | Stop
)


class Inbox:
    """Events in order of arrival; of media only so many wait, then their reader does.

    What vision and speech answer needs no room of its own: there is never more than was asked.
    """

    def __init__(self, most_media: int) -> None:
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._room = Semaphore(most_media)

    def put(self, event: Event) -> None:
        """Add an event without waiting."""
        self._events.put(event)

    def put_media(self, event: SoundHeard | PictureDue) -> None:
        """Add media, when there is room."""
        self._room.acquire()
        self._events.put(event)

    def get(self, wait_s: float) -> Event | None:
        """Give the next event; None when there was none in time."""
        try:
            event = self._events.get(timeout=max(0.0, wait_s))
        except Empty:
            return None
        if isinstance(event, SoundHeard | PictureDue):
            self._room.release()
        return event
