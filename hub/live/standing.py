"""Whether whoever watches still may: signed in, let in, in charge, and the interview not over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import sessions
from hub.people.rights import Action, Reach, Role, reach
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.session import SessionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.storage.tables.viewing import Viewing


def stands(engine: Engine, viewing: Viewing, now: datetime) -> bool:
    """Say whether the right still stands; who watches is there, so the session lives on."""
    with reading(engine) as session:
        row = _session(session, viewing, now)
        if row is None or not _may_watch(session, viewing):
            return False
    if viewing.accepted_at is not None and sessions.is_to_be_renewed(row, now):
        with writing(engine) as session:
            sessions.renew(session, row.token_hash, now)
    return True


def _session(session: Session, viewing: Viewing, now: datetime) -> SessionRow | None:
    row = session.get(SessionRow, viewing.session)
    account = session.get(Account, viewing.account_id)
    if row is None or account is None or row.account_id != account.id:
        return None
    is_whole = row.stage == sessions.Stage.WHOLE.value and row.expires_at > now
    return row if is_whole and sessions.is_open(account) else None


def _may_watch(session: Session, viewing: Viewing) -> bool:
    interview = session.get(Interview, viewing.interview_id)
    account = session.get_one(Account, viewing.account_id)
    if interview is None or interview.state == InterviewState.ENDED.value:
        return False
    match reach(Role(account.role), Action.WATCH_LIVE):
        case Reach.SITE:
            return True
        case Reach.OWN:
            own = (viewing.interview_id, viewing.account_id)
            return session.get(Assignment, own) is not None
        case None:
            return False
