"""The book of viewings: each is written down before the kiosk is asked, and closed once.

Both entries of the log stand in the same transaction as the row they are about.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.live.errors import TooManyError
from hub.people import audit
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending, Viewing
from wire.messages.signal import MOST_VIEWINGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

WATCH, WATCHED = "watch_live", "stop_watching"
"""The actions of the entries at a viewing's beginning and end."""
MOST_OF_ONE = 4
"""Open viewings of one person; each browser window has one, a reconnect a second for a moment."""
MOST_AN_HOUR = 120
"""Viewings that one person begins, reconnects included."""
JUST_NOW = timedelta(minutes=2)


def begin(
    engine: Engine, visitor: Visitor, interview_id: str, now: datetime, *, may_speak: bool
) -> str:
    """Write down a viewing and the log's entry, and give its number.

    Raises TooManyError, StorageError; then nothing may be forwarded.
    """
    row = Viewing(
        viewing_id=secrets.token_hex(16),
        interview_id=interview_id,
        account_id=visitor.account_id,
        session=visitor.session,
        may_speak=may_speak,
        began_at=now,
    )
    with writing(engine) as session:
        audit.record(session, visitor.actor, WATCH, interview_id, row.viewing_id)
        _check_bounds(session, visitor.account_id, interview_id, now)
        session.add(row)
    return row.viewing_id


def accept(engine: Engine, viewing_id: str, now: datetime) -> bool:
    """Note that the kiosk answered; says whether the viewing is still wanted."""
    with writing(engine) as session:
        row = session.get(Viewing, viewing_id)
        if row is None or row.ended_at is not None:
            return False
        row.accepted_at = now
        return True


def end(engine: Engine, viewing_id: str, ending: Ending, now: datetime) -> bool:
    """Close a viewing and write down how long it was; says whether it was open."""
    with writing(engine) as session:
        row = session.get(Viewing, viewing_id, with_for_update=True)
        if row is None or row.ended_at is not None:
            return False
        row.ended_at, row.ending = now, ending.value
        seconds = (now - row.accepted_at).total_seconds() if row.accepted_at else 0.0
        detail = f"{max(seconds, 0.0):.0f} s, {ending.value}"
        audit.record(session, audit.actor_of(row.account_id), WATCHED, row.interview_id, detail)
        return True


def waiting(engine: Engine, viewing_id: str) -> tuple[Viewing, str] | None:
    """Give a viewing that the kiosk was not asked for yet, and the kiosk's name."""
    is_new = Viewing.accepted_at.is_(None)
    found = _open(engine, Viewing.viewing_id == viewing_id, is_new)
    return found[0] if found else None


def open_ones(engine: Engine, kiosk_id: str = "") -> list[tuple[Viewing, str]]:
    """Give every viewing that is not over, each with its kiosk's name."""
    return _open(engine, *([Interview.kiosk_id == kiosk_id] if kiosk_id else []))


def open_of(engine: Engine, interview_id: str) -> list[tuple[Viewing, str]]:
    """Give an interview's viewings that are not over, each with its kiosk's name."""
    return _open(engine, Viewing.interview_id == interview_id)


def is_under_way(engine: Engine, visitor: Visitor, interview_id: str, now: datetime) -> bool:
    """Say whether this session watches the interview, or did a moment ago."""
    wanted = select(Viewing.viewing_id).where(
        Viewing.session == visitor.session,
        Viewing.interview_id == interview_id,
        Viewing.accepted_at.is_not(None),
        Viewing.ended_at.is_(None) | (Viewing.ended_at > now - JUST_NOW),
    )
    with reading(engine) as session:
        return session.scalar(wanted.limit(1)) is not None


def is_of(engine: Engine, visitor: Visitor, interview_id: str, viewing_id: str) -> bool:
    """Say whether a viewing is this person's, of this interview."""
    with reading(engine) as session:
        row = session.get(Viewing, viewing_id)
        found = (row.account_id, row.interview_id) if row else None
    return found == (visitor.account_id, interview_id)


def _open(engine: Engine, *conditions: ColumnElement[bool]) -> list[tuple[Viewing, str]]:
    wanted = select(Viewing, Interview.kiosk_id).join(
        Interview, Interview.interview_id == Viewing.interview_id
    )
    with reading(engine) as session:
        rows = session.execute(wanted.where(Viewing.ended_at.is_(None), *conditions))
        return [(row[0], row[1]) for row in rows]


def _check_bounds(session: Session, account_id: int, interview_id: str, now: datetime) -> None:
    is_open, is_own = Viewing.ended_at.is_(None), Viewing.account_id == account_id
    kiosk_id = session.scalar(
        select(Interview.kiosk_id).where(Interview.interview_id == interview_id)
    )
    at_kiosk = Viewing.interview_id.in_(
        select(Interview.interview_id).where(Interview.kiosk_id == kiosk_id)
    )
    recent = Viewing.began_at > now - timedelta(hours=1)
    if _count(session, [is_open, is_own]) >= MOST_OF_ONE:
        raise TooManyError(f"One person has {MOST_OF_ONE} live views at most.")
    if _count(session, [is_open, at_kiosk]) >= MOST_VIEWINGS:
        raise TooManyError(f"One kiosk has {MOST_VIEWINGS} viewers at most.")
    if _count(session, [is_own, recent]) >= MOST_AN_HOUR:
        raise TooManyError(f"One person begins {MOST_AN_HOUR} live views an hour at most.")


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Viewing).where(*conditions)) or 0
