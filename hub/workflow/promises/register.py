"""The register of promises: made when an interview ends, kept by a letter or by a person's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from hub.people import audit
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.promise import Promise
from hub.workflow.act import checked
from wire.messages.events import Ending

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from hub.workflow.promises.calendar import WorkingDays

AT_ONCE = 100


def make_due(
    session: Session, calendar: WorkingDays, working_days: int, since: datetime, actor: str
) -> list[Promise]:
    """Promise an answer for each interview that ended after `since` and has no promise yet."""
    has = exists().where(Promise.interview_id == Interview.interview_id)
    wanted = select(Interview).where(
        Interview.state == InterviewState.ENDED.value,
        Interview.ended_at > since,
        Interview.ending != Ending.WITHDRAWN.value,
        ~has,
    )
    rows = session.scalars(wanted.order_by(Interview.ended_at).limit(AT_ONCE)).all()
    made = [_made(one, calendar, working_days) for one in rows]
    session.add_all(made)
    session.flush()
    for one in made:
        audit.record(session, actor, "promise", one.interview_id, f"{one.due_at:%Y-%m-%d %H:%M}")
    return made


def _made(interview: Interview, calendar: WorkingDays, working_days: int) -> Promise:
    ended_at = interview.ended_at or interview.scheduled_at
    due = calendar.due(ended_at, working_days)
    return Promise(
        interview_id=interview.interview_id,
        working_days=working_days,
        made_at=ended_at,
        warn_at=due.warn_at,
        due_at=due.at,
    )


def keep_by_letter(session: Session, interview_id: str, now: datetime, actor: str) -> None:
    """Note that the letter with the decision was sent."""
    open_one = select(Promise).where(
        Promise.interview_id == interview_id, Promise.kept_at.is_(None)
    )
    row = session.scalar(open_one)
    if row is not None:
        row.kept_at = now
        audit.record(session, actor, "keep_promise", interview_id, "letter")


def keep(session: Session, visitor: Visitor, row: Promise, reason: str, now: datetime) -> None:
    """Note that a person kept it by another way; raises RatingError for a reason too short."""
    told = checked(reason)
    if row.kept_at is None:
        row.kept_at, row.kept_by, row.reason = now, visitor.account_id, told
        audit.record(session, visitor.actor, "keep_promise", row.interview_id, "by hand")


def to_warn(session: Session, now: datetime) -> list[Promise]:
    """Give open promises that are due soon and that nobody was told of."""
    return _untold(
        session, Promise.warned_at.is_(None), Promise.warn_at <= now, Promise.due_at > now
    )


def broken(session: Session, now: datetime) -> list[Promise]:
    """Give promises that are over, were not kept, and that nobody was told of."""
    return _untold(session, Promise.broken_at.is_(None), Promise.due_at <= now)


def _untold(session: Session, *conditions: ColumnElement[bool]) -> list[Promise]:
    """Leave out samples: nobody waits for an answer."""
    wanted = (
        select(Promise)
        .join(Interview, Interview.interview_id == Promise.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
        .where(Promise.kept_at.is_(None), ~Candidate.is_sample, *conditions)
    )
    return list(session.scalars(wanted.order_by(Promise.due_at).limit(AT_ONCE)))
