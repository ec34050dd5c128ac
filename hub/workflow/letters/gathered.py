"""What a letter may speak of, read from what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from hub.scoring.result import Score
from hub.storage.tables.answer import Answer
from hub.storage.tables.promise import Promise
from hub.storage.tables.score import ScoreRow
from hub.workflow.letters.summary import Given, Rated, Told
from hub.workflow.ratings import current, job_of, submitted
from wire import plan as plans
from wire.language import Language
from wire.plan import StageKind
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from hub.storage.tables.interview import Interview
    from wire.plan import Plan


def language_of(interview: Interview) -> Language:
    """Give the language that the candidate chose, else the one that the profile suggests."""
    if interview.language is not None:
        return Language(interview.language)
    return Language.ZH if interview.profile == Profile.CN.value else Language.EN


def told(session: Session, interview: Interview) -> Told:
    """Gather everything that a letter may speak of."""
    mine = interview.interview_id
    score = session.get(ScoreRow, mine)
    promise = session.scalar(select(Promise).where(Promise.interview_id == mine))
    return Told(
        language=language_of(interview),
        job=job_of(session, interview),
        ending=interview.ending or "",
        score=msgspec.json.decode(score.result, type=Score) if score else None,
        answers=tuple(_answers(session, mine, plans.decode(interview.plan))),
        rated=tuple(_rated(session, mine)),
        due_at=promise.due_at if promise else None,
        working_days=promise.working_days if promise else 0,
    )


def _answers(session: Session, interview_id: str, plan: Plan) -> Iterator[Given]:
    wanted = select(Answer).where(Answer.interview_id == interview_id).order_by(Answer.answer)
    for row in session.scalars(wanted):
        if row.end is not None:
            yield Given(row.answer, row.start, row.end, _question_of(plan, row.stage))


def _question_of(plan: Plan, stage: int) -> int | None:
    if stage >= len(plan.stages) or plan.stages[stage].kind is not StageKind.QUESTION:
        return None
    return sum(one.kind is StageKind.QUESTION for one in plan.stages[:stage])


def _rated(session: Session, interview_id: str) -> Iterator[Rated]:
    for card in current(submitted(session, [interview_id])[interview_id]):
        for one in card.ratings.values():
            yield Rated(
                scorecard_id=card.row.id,
                competency=one.competency,
                value=one.value,
                has_note=bool(one.note.strip()),
                at_s=one.at_s,
            )
