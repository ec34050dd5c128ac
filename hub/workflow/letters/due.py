"""What is late, or soon will be: told once, as an alarm and as a line of the log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import structlog
from sqlalchemy import select

from hub.people import alarms
from hub.people.alarms import Due, Repeated
from hub.storage.database import reading, writing
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.mail import Mail
from hub.storage.tables.promise import Promise
from hub.workflow.letters import outbox
from hub.workflow.letters.errors import LateSummaryError, MailInDoubtError
from hub.workflow.promises import register
from hub.workflow.promises.errors import BrokenPromiseError, PromiseDueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

ALARM_AFTER = timedelta(minutes=45)
WITHIN = timedelta(minutes=60)
"""What is promised of every summary."""
_log = structlog.get_logger()


class _Told(NamedTuple):
    """One alarm to raise."""

    kind: Due
    code: str
    interview_id: str
    since: datetime
    key: str
    """Of the row that notes that it was told."""


def tell_all(engine: Engine, now: datetime) -> int:
    """Raise every alarm that is due; gives how many. One that was cut short is raised again."""
    with reading(engine) as session:
        told = [*_late_summaries(session, now), *_promises(session, now), *_doubts(session, now)]
    for one in told:
        _log.warning("due", code=one.code, interview=one.interview_id, kind=one.kind.value)
        alarms.tell(engine, one.kind, f"interview:{one.interview_id}", Repeated(1, one.since), now)
        with writing(engine) as session:
            _note(session, one, now)
    return len(told)


def _late_summaries(session: Session, now: datetime) -> Iterator[_Told]:
    wanted = (
        select(Letter, Interview.ended_at)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
        .where(
            Letter.kind == LetterKind.SUMMARY.value,
            Letter.released_at.is_(None),
            Letter.alarmed_at.is_(None),
            Interview.ended_at <= now - ALARM_AFTER,
            ~Candidate.is_sample,
        )
    )
    for letter, ended_at in session.execute(wanted):
        since = ended_at or letter.composed_at
        code = LateSummaryError.code
        yield _Told(Due.SUMMARY_LATE, code, letter.interview_id, since, letter.letter_id)


def _promises(session: Session, now: datetime) -> Iterator[_Told]:
    for row in register.to_warn(session, now):
        code, since = PromiseDueError.code, row.warn_at
        yield _Told(Due.PROMISE_DUE, code, row.interview_id, since, str(row.id))
    for row in register.broken(session, now):
        code, since = BrokenPromiseError.code, row.due_at
        yield _Told(Due.PROMISE_BROKEN, code, row.interview_id, since, str(row.id))


def _doubts(session: Session, now: datetime) -> Iterator[_Told]:
    for one in outbox.new_doubts(session, now):
        letter, since = one.letter, one.mail.handed_at or now
        code = MailInDoubtError.code
        yield _Told(Due.MAIL_IN_DOUBT, code, letter.interview_id, since, letter.letter_id)


def _note(session: Session, told: _Told, now: datetime) -> None:
    """Note that it was told."""
    match told.kind:
        case Due.SUMMARY_LATE:
            session.get_one(Letter, told.key).alarmed_at = now
        case Due.PROMISE_DUE:
            session.get_one(Promise, int(told.key)).warned_at = now
        case Due.PROMISE_BROKEN:
            session.get_one(Promise, int(told.key)).broken_at = now
        case Due.MAIL_IN_DOUBT:
            session.get_one(Mail, told.key).said = outbox.IN_DOUBT
