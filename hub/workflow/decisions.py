"""Decisions: a person's, with a reason, once a person has rated.

Nothing else writes them, but for the made-up ones of samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import RatingError
from hub.storage.tables.decision import Decision, Outcome
from hub.storage.tables.scorecard import Scorecard
from hub.workflow.act import checked

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.workflow.act import Act


def decide(act: Act, outcome: str, reason: str) -> Decision:
    """Keep a person's decision; it follows earlier ones, which stay. Raises RatingError."""
    if outcome not in tuple(Outcome):
        raise RatingError("Choose what is decided; nothing is chosen for you.", "outcome")
    if not is_rated(act.session, act.interview_id):
        raise RatingError("Nobody has submitted a scorecard yet.", "unrated")
    row = Decision(
        interview_id=act.interview_id,
        account_id=act.visitor.account_id,
        outcome=outcome,
        reason=checked(reason),
        made_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    act.record("decide", outcome)
    return row


def is_rated(session: Session, interview_id: str) -> bool:
    """Say whether at least one person's scorecard is in."""
    wanted = select(Scorecard.id).where(
        Scorecard.interview_id == interview_id, Scorecard.submitted_at.is_not(None)
    )
    return session.scalar(wanted.limit(1)) is not None


def decisions_of(session: Session, interview_id: str) -> list[Decision]:
    """Give all decisions on an interview, the one that holds first."""
    wanted = select(Decision).where(Decision.interview_id == interview_id)
    return list(session.scalars(wanted.order_by(Decision.id.desc())))
