"""What people said of a candidate's interviews: notes, ratings, decisions, each with its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.storage.tables.account import Account
from hub.storage.tables.decision import Decision
from hub.storage.tables.rating import Rating
from hub.storage.tables.scorecard import Scorecard
from hub.storage.tables.time_note import TimeNote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CardLine:
    """One submitted scorecard."""

    interview_id: str
    by: str
    at: datetime | None
    """When it was submitted."""
    rated: int
    """Competencies that got a number."""


@dataclass(frozen=True, slots=True)
class PeopleSay:
    """Of the interviews of which the person may see it."""

    notes: tuple[tuple[TimeNote, str], ...] = ()
    """Each with its author."""
    cards: tuple[CardLine, ...] = ()
    decisions: tuple[tuple[Decision, str], ...] = ()
    """Newest first: the first one of an interview holds."""


def said_by_people(session: Session, ids: Sequence[str], *, with_notes: bool) -> PeopleSay:
    """Read what people said of these interviews; notes may quote the candidate."""
    if not ids:
        return PeopleSay()
    notes = session.execute(
        select(TimeNote, Account.name)
        .join(Account, Account.id == TimeNote.account_id)
        .where(TimeNote.interview_id.in_(ids if with_notes else ()))
        .order_by(TimeNote.interview_id, TimeNote.at_s, TimeNote.id)
    )
    decisions = session.execute(
        select(Decision, Account.name)
        .join(Account, Account.id == Decision.account_id)
        .where(Decision.interview_id.in_(ids))
        .order_by(Decision.id.desc())
    )
    return PeopleSay(
        notes=tuple((note, name) for note, name in notes),
        cards=_cards(session, ids),
        decisions=tuple((decision, name) for decision, name in decisions),
    )


def _cards(session: Session, ids: Sequence[str]) -> tuple[CardLine, ...]:
    rows = session.execute(
        select(
            Scorecard.interview_id, Account.name, Scorecard.submitted_at, func.count(Rating.value)
        )
        .join(Account, Account.id == Scorecard.account_id)
        .outerjoin(Rating, Rating.scorecard_id == Scorecard.id)
        .where(Scorecard.interview_id.in_(ids), Scorecard.submitted_at.is_not(None))
        .group_by(Scorecard.id, Scorecard.interview_id, Account.name, Scorecard.submitted_at)
        .order_by(Scorecard.submitted_at)
    )
    return tuple(CardLine(*row) for row in rows)
