"""Deletions that are due: done, and made sure that the databases' files forget them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import withdrawals
from hub.storage.database import flush, reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.withdrawal import Withdrawal
from hub.workflow.erasing import SYSTEM
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.workflow.erasing import Eraser

_AT_ONCE = 50


def round_of(eraser: Eraser, now: datetime) -> list[str]:
    """Mark what has been kept for long enough, and delete what is marked; gives what is gone."""
    _mark_due(eraser.engine, now)
    waiting = _waiting(eraser.engine)
    for interview_id in waiting:
        eraser.erase(interview_id)
    if waiting and all((flush(eraser.engine), flush(eraser.headers))):
        for interview_id in waiting:
            eraser.sweep(interview_id)
        _note_flushed(eraser.engine, waiting)
    return waiting


def sweep_all(eraser: Eraser) -> None:
    """Delete what a fall of the receiving process may have left of withdrawn interviews."""
    with reading(eraser.engine) as session:
        every = session.scalars(select(Withdrawal.interview_id)).all()
    for interview_id in every:
        eraser.sweep(interview_id)


def to_order(engine: Engine) -> list[tuple[str, str]]:
    """List (kiosk, interview) where the kiosk has not said that it deleted its part."""
    wanted = (
        select(Interview.kiosk_id, Interview.interview_id)
        .join(Withdrawal, Withdrawal.interview_id == Interview.interview_id)
        .where(Withdrawal.kiosk_deleted_at.is_(None))
    )
    with reading(engine) as session:
        return [(kiosk, interview) for kiosk, interview in session.execute(wanted)]


def _waiting(engine: Engine) -> list[str]:
    wanted = select(Withdrawal.interview_id).where(Withdrawal.flushed_at.is_(None))
    with reading(engine) as session:
        return list(session.scalars(wanted.limit(_AT_ONCE)))


def _mark_due(engine: Engine, now: datetime) -> None:
    marked = select(Withdrawal.interview_id)
    due = select(Interview.interview_id).where(
        Interview.delete_on <= now.date(), Interview.interview_id.not_in(marked)
    )
    with reading(engine) as session:
        found = list(session.scalars(due.limit(_AT_ONCE)))
    for interview_id in found:
        with writing(engine) as session:
            withdrawals.mark(session, interview_id, AskedBy.RETENTION, SYSTEM, now)


def _note_flushed(engine: Engine, interview_ids: list[str]) -> None:
    with writing(engine) as session:
        for interview_id in interview_ids:
            session.get_one(Withdrawal, interview_id).flushed_at = datetime.now(UTC)
