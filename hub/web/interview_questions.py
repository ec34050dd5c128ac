"""The questions as the interviewer needs them: what they show, what answers sound like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE
from wire.plan import StageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hub.scoring.job import Job
    from hub.scoring.job_questions import Question
    from hub.web.chapters import AnswerView
    from hub.web.interview_record import InterviewRecord
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of the job."""

    text: str
    competencies: tuple[str, ...]
    """Names."""
    anchors: tuple[tuple[int, str], ...]
    """The highest number first; empty where the job has none for this question."""
    follow_ups: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    """Given to it; more than one after an interruption."""


def questions(
    record: InterviewRecord, given: Sequence[AnswerView], language: Language
) -> list[QuestionView]:
    """List the job's questions in the order in which they are asked."""
    stages = [
        number
        for number, stage in enumerate(record.plan.stages)
        if stage.kind is StageKind.QUESTION
    ]
    by_stage = dict(zip(stages, record.job.questions, strict=False))
    of_stage = {row.answer: row.stage for row in record.answers}
    return [
        _view(
            record.job,
            question,
            tuple(one for one in given if of_stage[one.answer] == stage),
            language,
        )
        for stage, question in by_stage.items()
    ]


def _view(
    job: Job, question: Question, answered: tuple[AnswerView, ...], language: Language
) -> QuestionView:
    names = {one.id: one.name.of(language) for one in job.competencies}
    texts = [one.of(language) for one in question.anchors or ()]
    return QuestionView(
        text=question.text.of(language),
        competencies=tuple(names[one] for one in question.competencies),
        anchors=tuple(reversed(tuple(zip(SCALE, texts, strict=False)))),
        follow_ups=tuple(one.text.of(language) for one in question.follow_ups),
        answers=answered,
    )
