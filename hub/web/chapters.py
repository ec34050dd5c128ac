"""The recording's chapters: one for each part of each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.web import words
from hub.web.rendering import say
from wire.plan import StageKind

if TYPE_CHECKING:
    from hub.storage.tables.answer import Answer
    from hub.storage.tables.recording import Recording
    from hub.web.interview_record import InterviewRecord
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer, with the question it answers."""

    number: int
    """Counted from 1, as people do."""
    answer: int
    kind: str
    question: str
    start: float
    """Seconds since the interview began."""
    end: float
    lost: float
    """Seconds that should have been recorded and were not."""
    take: int = 1
    counted: bool = True
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """One recording to play."""

    recording_id: str
    of: AnswerView
    part: int
    """Counted from 1; more than one after the kiosk was interrupted."""
    start: float
    end: float
    is_cut: bool
    """The kiosk stopped before it could close the recording."""


def answers(record: InterviewRecord, language: Language) -> list[AnswerView]:
    """List the answers; one that is still open ends at its newest window."""
    return [_answer(record, one, language) for one in record.answers]


def chapters(record: InterviewRecord, views: list[AnswerView]) -> list[Chapter]:
    """List what can be played, in the order of the interview."""
    by_answer = {view.answer: view for view in views}
    return [
        _chapter(one, by_answer[one.answer]) for one in record.recordings if one.answer in by_answer
    ]


def _answer(record: InterviewRecord, one: Answer, language: Language) -> AnswerView:
    newest = [w.start + w.duration for w in record.features if w.answer == one.answer]
    stages = record.plan.stages
    stage = stages[one.stage] if one.stage < len(stages) else None
    return AnswerView(
        number=one.answer + 1,
        answer=one.answer,
        kind=say(language, words.STAGES[stage.kind if stage else StageKind.QUESTION]),
        question=stage.text.of(language) if stage else "",
        start=one.start,
        end=one.end if one.end is not None else max([one.start, *newest]),
        lost=sum(gap.end - gap.start for gap in record.gaps.get(one.answer, ())),
        take=one.take,
        counted=one.counted,
        typed=one.typed,
    )


def _chapter(one: Recording, view: AnswerView) -> Chapter:
    start = one.start if one.start is not None else view.start
    duration = one.duration if one.duration is not None else view.end - start
    return Chapter(
        recording_id=one.id,
        of=view,
        part=one.part + 1,
        start=start,
        end=start + duration,
        is_cut=one.truncated,
    )
