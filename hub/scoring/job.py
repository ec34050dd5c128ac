"""A job: its competencies with keyword groups, and the questions that let them show."""

from __future__ import annotations

import tomllib
from typing import Annotated

import msgspec
from msgspec import Meta

from hub.errors import JobError
from hub.scoring.job_texts import first_fault
from wire.language import LocalText

MAX_BYTES = 256 * 1024

Name = Annotated[str, Meta(pattern="^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
Form = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
Forms = Annotated[tuple[Form, ...], Meta(min_length=1, max_length=32)]
LongestSeconds = Annotated[int, Meta(ge=5, le=1800)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the job file."""


class Group(Section, frozen=True, kw_only=True):
    """One thing a good answer speaks of, and the forms in which it may be said."""

    name: LocalText
    en: Forms
    zh: Forms


class Competency(Section, frozen=True, kw_only=True):
    """What the position needs."""

    id: Name
    name: LocalText
    weight: Annotated[float, Meta(gt=0, le=1000)]
    """Share in the total, relative to the other competencies."""
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


class Question(Section, frozen=True, kw_only=True):
    """One question, and the competencies that its answer may show."""

    text: LocalText
    hint: LocalText | None = None
    competencies: Annotated[tuple[Name, ...], Meta(min_length=1)]
    longest_s: LongestSeconds = 180


class CandidateQuestions(Section, frozen=True, kw_only=True):
    """The last stage: the candidate asks; nothing said in it is scored."""

    text: LocalText
    hint: LocalText | None = None
    longest_s: LongestSeconds = 120


class Job(Section, frozen=True, kw_only=True):
    """One version of a position."""

    id: Name
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    title: LocalText
    introduction: Introduction
    competencies: Annotated[tuple[Competency, ...], Meta(min_length=1, max_length=32)]
    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=32)]
    candidate_questions: CandidateQuestions

    def __post_init__(self) -> None:
        """Refuse what only shows when two places are seen together."""
        known = [competency.id for competency in self.competencies]
        if len(set(known)) != len(known):
            message = "two competencies have the same id"
            raise ValueError(message)
        for place, question in enumerate(self.questions):
            for name in question.competencies:
                if name not in known:
                    message = f"questions[{place}]: there is no competency {name!r}"
                    raise ValueError(message)
            if len(set(question.competencies)) != len(question.competencies):
                message = f"questions[{place}]: a competency stands there twice"
                raise ValueError(message)
        if (fault := first_fault(self)) is not None:
            raise ValueError(fault)


def parse(source: bytes) -> Job:
    """Read a job from TOML; raises JobError naming the place that is wrong."""
    if len(source) > MAX_BYTES:
        raise JobError(f"The job file has {len(source)} bytes, {MAX_BYTES} allowed.")
    try:
        return msgspec.convert(tomllib.loads(source.decode("utf-8")), Job)
    except RecursionError as error:
        raise JobError("Brackets are nested too deep.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise JobError(f"{error}.") from error
