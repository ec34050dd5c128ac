"""What a letter says: sentences, each with what supports it. One without support cannot be made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from hub.scoring.result import Why
from wire.language import LocalText
from wire.messages.answer_features import SoundVerdict


class Part(StrEnum):
    """The parts of a letter, in their order."""

    APPOINTMENT = "appointment"
    CHECK_IN = "check_in"
    GOOD_TO_KNOW = "good_to_know"
    OUTCOME = "outcome"
    STRENGTH = "strength"
    IMPROVE = "improve"
    CANNOT_TELL = "cannot_tell"
    ADVICE = "advice"
    NEXT_STEP = "next_step"


class Proof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a sentence rests on."""


class Stretch(Proof, frozen=True, kw_only=True, tag="stretch"):
    """Seconds of one answer, media time."""

    answer: int
    start_s: float
    end_s: float
    group: LocalText | None = None
    """The keyword group that was heard there; none: the whole answer, in which one was not."""


class CardNote(Proof, frozen=True, kw_only=True, tag="card"):
    """What a person's submitted card says of one competency, with a note or a second."""

    scorecard_id: int
    competency: str
    at_s: float | None


class Cause(Proof, frozen=True, kw_only=True, tag="cause"):
    """Why something could not be scored, as the score says it."""

    why: Why
    verdict: SoundVerdict | None = None


class Ended(Proof, frozen=True, kw_only=True, tag="ended"):
    """How the interview ended, as the kiosk told it."""

    ending: str


class Promised(Proof, frozen=True, kw_only=True, tag="promise"):
    """An entry in the register of promises."""

    due_at: datetime


class Decided(Proof, frozen=True, kw_only=True, tag="decision"):
    """A person's decision."""

    decision_id: int


class Link(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to read on."""

    title: str
    url: str


class Scheduled(Proof, frozen=True, kw_only=True, tag="scheduled"):
    """The interview as it was scheduled, and what the person who invites has typed."""

    at: datetime


AnyProof = Stretch | CardNote | Cause | Ended | Promised | Decided | Scheduled


class Sentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence, in the language of the interview."""

    part: Part
    text: str
    proofs: tuple[AnyProof, ...]
    competency: str = ""
    """Whose it is; empty where it is about the whole."""
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nothing supports."""
        if not self.proofs or not self.text.strip():
            message = "a sentence of a letter wants words and what supports them"
            raise ValueError(message)


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter's sentences in the order of its parts."""

    sentences: tuple[Sentence, ...]

    def of(self, part: Part) -> list[Sentence]:
        """Give the sentences of one part."""
        return [one for one in self.sentences if one.part is part]


def encode(content: Content) -> str:
    """Write a letter's content as it is stored."""
    return msgspec.json.encode(content).decode()


def decode(stored: str) -> Content:
    """Read a letter's content."""
    return msgspec.json.decode(stored, type=Content)
