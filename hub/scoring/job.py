"""A job: its competencies with keyword groups, and the questions that let them show."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from hub.errors import JobError
from hub.scoring.job_questions import BankQuestion, Question
from hub.scoring.job_terms import Anchors, Forms, LongestSeconds, Name, Section
from hub.scoring.job_texts import first_fault
from wire.language import LocalText
from wire.prompting import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 256 * 1024
_KEPT = 64
"""Versions that stay read."""


class Group(Section, frozen=True, kw_only=True):
    """One thing a good answer speaks of, and the forms in which it may be said."""

    name: LocalText
    en: Forms
    zh: Forms


class Competency(Section, frozen=True, kw_only=True):
    """What the position needs."""

    id: Name
    name: LocalText
    definition: LocalText | None = None
    """What counts as it, in one or two sentences."""
    weight: Annotated[float, Meta(gt=0, le=1000)]
    """Share in the total, relative to the other competencies."""
    anchors: Anchors | None = None
    groups: Annotated[tuple[Group, ...], Meta(min_length=1, max_length=32)]

    def __post_init__(self) -> None:
        """Refuse two groups of one name: evidence is told apart by it."""
        if len({group.name.en for group in self.groups}) != len(self.groups):
            message = f"{self.id}: two keyword groups have the same name"
            raise ValueError(message)


class Introduction(Section, frozen=True, kw_only=True):
    """The first stage; nothing said in it is scored."""

    text: LocalText
    hint: LocalText | None = None
    longest_s: LongestSeconds = 120


class CandidateQuestions(Section, frozen=True, kw_only=True):
    """The last stage: the candidate asks; nothing said in it is scored."""

    text: LocalText
    hint: LocalText | None = None
    longest_s: LongestSeconds = 120


class Timing(Section, frozen=True, kw_only=True):
    """How much room the candidate is given beside the answers; the same for everybody."""

    preparation_s: Annotated[int, Meta(ge=0, le=1800)] = 30
    """Suggested for thinking before each question; it ends nothing. 0: no time is named."""
    retakes: Annotated[int, Meta(ge=0, le=10)] = 1
    """How often an answer may be given again; a take that could not be used is free."""
    pauses: Annotated[int, Meta(ge=0, le=20)] = 3
    """How often the interview may be stopped for a while."""
    pause_s: Annotated[int, Meta(ge=30, le=3600)] = 300
    """The longest of them."""


class Job(Section, frozen=True, kw_only=True):
    """One version of a position."""

    id: Name
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    title: LocalText
    introduction: Introduction
    competencies: Annotated[tuple[Competency, ...], Meta(min_length=1, max_length=32)]
    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=32)]
    candidate_questions: CandidateQuestions
    bank: Annotated[tuple[BankQuestion, ...], Meta(max_length=256)] = ()
    timing: Timing = Timing()
    prompts: Thresholds | None = None
    """When interviewers are prompted; none: as wire/prompting.py has it."""

    def __post_init__(self) -> None:
        """Refuse what only shows when several places are seen together."""
        known = [competency.id for competency in self.competencies]
        if len(set(known)) != len(known):
            message = "two competencies have the same id"
            raise ValueError(message)
        if len({one.id for one in self.bank}) != len(self.bank):
            message = "two questions of the bank have the same id"
            raise ValueError(message)
        for fault in _wrong_names(self, known):
            raise ValueError(fault)
        if (fault_in_text := first_fault(self)) is not None:
            raise ValueError(fault_in_text)


def _wrong_names(job: Job, known: list[str]) -> Iterator[str]:
    """Yield where a question names a competency that is not there, or one twice."""
    places: list[tuple[str, Question | BankQuestion]] = [
        *((f"questions[{place}]", one) for place, one in enumerate(job.questions)),
        *((f"bank[{place}]", one) for place, one in enumerate(job.bank)),
    ]
    for place, question in places:
        follow_ups = [one.competency for one in question.follow_ups if one.competency is not None]
        for name in (*question.competencies, *follow_ups):
            if name not in known:
                yield f"{place}: there is no competency {name!r}"
        if len(set(question.competencies)) != len(question.competencies):
            yield f"{place}: a competency stands there twice"


def parse(source: bytes) -> Job:
    """Read a job from TOML; raises JobError naming the place that is wrong."""
    if len(source) > MAX_BYTES:
        raise JobError(f"The job file has {len(source)} bytes, {MAX_BYTES} allowed.")
    try:
        return _read(source)
    except RecursionError as error:
        raise JobError("Brackets are nested too deep.") from error
    except (ValueError, msgspec.ValidationError) as error:
        # Also what tomllib does not call its own: an integer of more than 4300 digits.
        raise JobError(f"{error}.") from error


@lru_cache(maxsize=_KEPT)
def _read(source: bytes) -> Job:
    """Read a job once: a version never changes, and its file takes milliseconds to read."""
    return msgspec.convert(tomllib.loads(source.decode("utf-8")), Job)
