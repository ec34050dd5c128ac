"""Whose data a person may see at all; every query of a page goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, func, select, true
from starlette.exceptions import HTTPException

from hub.people.rights import Action, Reach, reach
from hub.storage.database import reading
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.recording import Recording
from wire.messages.events import Ending

if TYPE_CHECKING:
    from sqlalchemy import Engine, Select

    from hub.people.sessions import Visitor


_OF_WITHDRAWN = frozenset({Action.LIST_INTERVIEWS, Action.SEE_SCORES, Action.SCHEDULE_INTERVIEWS})
_STANDS = func.coalesce(Interview.ending, "") != Ending.WITHDRAWN.value


def visible_to(visitor: Visitor, action: Action = Action.LIST_INTERVIEWS) -> ColumnElement[bool]:
    """Give the condition on interviews that the person may do `action` to.

    Of one that was withdrawn nothing is left but that: it is listed, and its page says so.
    """
    within = true() if action in _OF_WITHDRAWN else _STANDS
    match reach(visitor.role, action):
        case Reach.SITE:
            return within
        case Reach.OWN:
            return and_(Interview.interview_id.in_(_in_charge_of(visitor)), within)
        case None:
            return false()


def candidates_visible_to(
    visitor: Visitor, action: Action = Action.LIST_CANDIDATES
) -> ColumnElement[bool]:
    """Give the condition on candidates that the person may do `action` to."""
    match reach(visitor.role, action):
        case Reach.SITE:
            return true()
        case Reach.OWN:
            own = Interview.interview_id.in_(_in_charge_of(visitor))
            return Candidate.candidate_id.in_(select(Interview.candidate_id).where(own))
        case None:
            return false()


def recording_for(
    engine: Engine, visitor: Visitor, recording_id: str, kind: str, action: Action
) -> Recording:
    """Give a recording that the person may open; 404 for any other, existing or not."""
    wanted = (
        select(Recording)
        .join(Interview, Interview.interview_id == Recording.interview_id)
        .where(Recording.id == recording_id, Recording.kind == kind, visible_to(visitor, action))
    )
    with reading(engine) as session:
        row = session.scalar(wanted)
    if row is None:
        raise HTTPException(404)
    return row


def _in_charge_of(visitor: Visitor) -> Select[str]:
    return select(Assignment.interview_id).where(Assignment.account_id == visitor.account_id)
