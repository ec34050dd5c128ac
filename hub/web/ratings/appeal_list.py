"""Queries of the appeals' pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hub.people.rights import Action
from hub.storage.tables.account import Account
from hub.storage.tables.appeal import Appeal
from hub.storage.tables.interview import Interview
from hub.web.scope import visible_to
from wire import plan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from wire.language import LocalText

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal with what stands around it."""

    row: Appeal
    interview: Interview
    owner: str | None
    is_overdue: bool

    @property
    def job(self) -> LocalText:
        """Give the job's title."""
        return plan.decode(self.interview.plan).job_title


def listed(
    session: Session, visitor: Visitor, now: datetime, *, is_open: bool, page: int
) -> list[AppealLine]:
    """Give one page of appeals: open ones the most urgent first, answered ones the newest first."""
    order = Appeal.due_at if is_open else Appeal.answered_at.desc()
    wanted = _lines(visitor).where(Appeal.outcome.is_(None) == is_open)
    rows = wanted.order_by(order, Appeal.appeal_id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return [_line(*row, now) for row in session.execute(rows)]


def counts(session: Session, visitor: Visitor, now: datetime) -> tuple[int, int, int]:
    """Count the appeals that are open, overdue, answered."""
    is_open = Appeal.outcome.is_(None)
    wanted = (
        select(
            func.count().filter(is_open),
            func.count().filter(is_open, Appeal.due_at < now),
            func.count().filter(~is_open),
        )
        .select_from(Appeal)
        .join(Interview, Interview.interview_id == Appeal.interview_id)
        .where(visible_to(visitor, Action.HANDLE_APPEALS))
    )
    found = session.execute(wanted).one()
    return found[0], found[1], found[2]


def one(session: Session, visitor: Visitor, appeal_id: str, now: datetime) -> AppealLine | None:
    """Give an appeal that the person may handle."""
    row = session.execute(_lines(visitor).where(Appeal.appeal_id == appeal_id)).first()
    return _line(*row, now) if row else None


def _lines(visitor: Visitor) -> Select[Appeal, Interview, str | None]:
    owner = aliased(Account)
    return (
        select(Appeal, Interview, owner.name)
        .join(Interview, Interview.interview_id == Appeal.interview_id)
        .outerjoin(owner, owner.id == Appeal.owner)
        .where(visible_to(visitor, Action.HANDLE_APPEALS))
    )


def _line(row: Appeal, interview: Interview, owner: str | None, now: datetime) -> AppealLine:
    is_late = (row.answered_at or now) > row.due_at
    return AppealLine(row, interview, owner, is_overdue=is_late)
