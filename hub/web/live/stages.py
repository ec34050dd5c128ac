"""The interview's stages as the interviewer needs them: questions, anchors, what may follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE
from hub.web import words
from hub.web.rendering import say
from wire.language import Language
from wire.plan import StageKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.scoring.job import Job
    from hub.scoring.job_questions import Question
    from hub.scoring.job_terms import Anchors
    from hub.web.interview_record import InterviewRecord


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """One question that may follow."""

    text: str
    number: int | None
    """In the plan; none: this plan has no follow-ups, it can only be asked aloud."""


@dataclass(frozen=True, slots=True)
class AnchorsView:
    """What answers sound like."""

    of: str
    """The competency's name; empty for the question's own."""
    texts: tuple[tuple[int, str], ...]
    """1 first."""


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage."""

    number: int
    kind: str
    text: str
    as_put: str
    """In the interview's language, where that is not the reader's; else empty."""
    longest_s: int
    competencies: tuple[str, ...]
    anchors: tuple[AnchorsView, ...]
    """The question's own; where it has none, those of what it may show."""
    follow_ups: tuple[FollowUpView, ...]


def stages(record: InterviewRecord, language: Language) -> list[StageView]:
    """List the stages in the order in which they are asked."""
    questions = iter(record.job.questions)
    spoken = Language(record.row.language) if record.row.language else language
    return [
        _view(
            record,
            number,
            next(questions, None) if stage.kind is StageKind.QUESTION else None,
            language,
            spoken,
        )
        for number, stage in enumerate(record.plan.stages)
    ]


def anywhere(record: InterviewRecord, language: Language) -> list[FollowUpView]:
    """List the follow-ups that belong to no stage."""
    return [
        FollowUpView(one.text.of(language), number)
        for number, one in enumerate(record.plan.follow_ups)
        if one.stage is None
    ]


def _view(
    record: InterviewRecord,
    number: int,
    question: Question | None,
    language: Language,
    spoken: Language,
) -> StageView:
    stage = record.plan.stages[number]
    return StageView(
        number=number,
        kind=say(language, words.STAGES[stage.kind]),
        text=stage.text.of(language),
        as_put=stage.text.of(spoken) if spoken is not language else "",
        longest_s=stage.longest_s,
        competencies=_competencies(record.job, question, language),
        anchors=tuple(_anchors(record.job, question, language)),
        follow_ups=_follow_ups(record, number, question, language),
    )


def _competencies(job: Job, question: Question | None, language: Language) -> tuple[str, ...]:
    names = {one.id: one.name.of(language) for one in job.competencies}
    return tuple(names[one] for one in question.competencies) if question else ()


def _anchors(job: Job, question: Question | None, language: Language) -> Iterator[AnchorsView]:
    if question is None:
        return
    if question.anchors:
        yield AnchorsView("", _numbered(question.anchors, language))
        return
    for one in job.competencies:
        if one.id in question.competencies and one.anchors:
            yield AnchorsView(one.name.of(language), _numbered(one.anchors, language))


def _numbered(anchors: Anchors, language: Language) -> tuple[tuple[int, str], ...]:
    return tuple(zip(SCALE, (one.of(language) for one in anchors), strict=True))


def _follow_ups(
    record: InterviewRecord, number: int, question: Question | None, language: Language
) -> tuple[FollowUpView, ...]:
    planned = tuple(
        FollowUpView(one.text.of(language), place)
        for place, one in enumerate(record.plan.follow_ups)
        if one.stage == number
    )
    if planned or question is None or record.plan.follow_ups:
        return planned
    return tuple(FollowUpView(one.text.of(language), None) for one in question.follow_ups)
