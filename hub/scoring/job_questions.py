"""The questions of a job file: what is asked, how demanding it is, what may follow."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hub.scoring.job_terms import Anchors, LongestSeconds, Name, Section
from wire.language import LocalText


class Level(StrEnum):
    """How much a question demands."""

    BASIC = "basic"
    COMPLEX = "complex"


class Kind(StrEnum):
    """What a question asks for."""

    SCENARIO = "scenario"
    """What one would do in a case that is described."""
    EXPERIENCE = "experience"
    """What one did in a case of one's own."""


class FollowUp(Section, frozen=True, kw_only=True):
    """What the interviewer may ask next."""

    text: LocalText
    competency: Name | None = None
    """What the answer to it may show; none: whatever the question may show."""


class Question(Section, frozen=True, kw_only=True):
    """One question, and the competencies that its answer may show."""

    text: LocalText
    hint: LocalText | None = None
    competencies: Annotated[tuple[Name, ...], Meta(min_length=1)]
    longest_s: LongestSeconds = 180
    level: Level | None = None
    kind: Kind | None = None
    anchors: Anchors | None = None
    """What answers to this very question sound like; the competency's anchors hold in any case."""
    follow_ups: Annotated[tuple[FollowUp, ...], Meta(max_length=12)] = ()
    bank_id: Name | None = None
    """The question of the bank that this one was copied from."""


class BankQuestion(Section, frozen=True, kw_only=True):
    """A question kept at hand, from which a version's questions are chosen."""

    id: Name
    text: LocalText
    hint: LocalText | None = None
    competencies: Annotated[tuple[Name, ...], Meta(min_length=1)]
    longest_s: LongestSeconds = 180
    level: Level
    kind: Kind = Kind.SCENARIO
    anchors: Anchors | None = None
    follow_ups: Annotated[tuple[FollowUp, ...], Meta(max_length=12)] = ()


def chosen(bank: BankQuestion) -> Question:
    """Give the question to ask; it is a copy, so that a version stands alone."""
    return Question(
        text=bank.text,
        hint=bank.hint,
        competencies=bank.competencies,
        longest_s=bank.longest_s,
        level=bank.level,
        kind=bank.kind,
        anchors=bank.anchors,
        follow_ups=bank.follow_ups,
        bank_id=bank.id,
    )
