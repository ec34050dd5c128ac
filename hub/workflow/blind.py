"""Who does not see an interview's scores yet: whoever may rate it and has not (docs/ratings.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, true

from hub.errors import RatingError
from hub.people.rights import Action, may
from hub.storage.tables.interview import Interview
from hub.storage.tables.scorecard import Scorecard
from hub.storage.tables.unrated_look import UnratedLook

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from hub.workflow.act import Act

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hidden:
    """Of which interviews a person may not see what, as identifiers."""

    machine: frozenset[str] = NOTHING
    """Machine scores, their evidence, and what was measured of behaviour and content."""
    colleagues: frozenset[str] = NOTHING
    """Other people's ratings, notes, overrides and decisions."""


def hidden_from(
    session: Session, visitor: Visitor, interviews: Collection[str], *, machine_first: bool
) -> Hidden:
    """Say what is hidden of these interviews; `machine_first` is the deployment's setting."""
    if not may(visitor.role, Action.RATE) or not interviews:
        return Hidden()
    wanted = select(Interview.interview_id).where(
        Interview.interview_id.in_(interviews), seen_by(visitor)
    )
    unseen = frozenset(interviews) - frozenset(session.scalars(wanted))
    return Hidden(machine=NOTHING if machine_first else unseen, colleagues=unseen)


def seen_by(visitor: Visitor) -> ColumnElement[bool]:
    """Give the condition on interviews whose scores are no longer hidden from the person."""
    if not may(visitor.role, Action.RATE):
        return true()
    rated = select(Scorecard.id).where(
        Scorecard.interview_id == Interview.interview_id,
        Scorecard.account_id == visitor.account_id,
        Scorecard.submitted_at.is_not(None),
    )
    looked = select(UnratedLook.at).where(
        UnratedLook.interview_id == Interview.interview_id,
        UnratedLook.account_id == visitor.account_id,
    )
    return or_(rated.correlate(Interview).exists(), looked.correlate(Interview).exists())


def looked_unrated(session: Session, account_id: int, interview_id: str) -> bool:
    """Say whether the person chose to see the scores instead of rating."""
    return session.get(UnratedLook, (interview_id, account_id)) is not None


def look_unrated(act: Act) -> None:
    """Show the scores to a person who does not rate this interview, now or later.

    Raises RatingError once the person has a card of it.
    """
    mine = select(Scorecard.id).where(
        Scorecard.interview_id == act.interview_id, Scorecard.account_id == act.visitor.account_id
    )
    if act.session.scalar(mine.limit(1)) is not None:
        raise RatingError("Whoever has begun a scorecard sees the scores once it is submitted.")
    if not looked_unrated(act.session, act.visitor.account_id, act.interview_id):
        row = UnratedLook(
            interview_id=act.interview_id, account_id=act.visitor.account_id, at=act.now
        )
        act.session.add(row)
        act.record("look_unrated")
