"""What repeats raises an alarm: once at the limit within an hour, and again at each doubling."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import structlog
from sqlalchemy import func, select

from hub.errors import UnknownError
from hub.people import audit
from hub.storage.database import reading, writing
from hub.storage.tables.alarm import Alarm

if TYPE_CHECKING:
    from sqlalchemy import Engine

WINDOW = timedelta(hours=1)
MOST_REMEMBERED = 4096
CODE = "H-ALARM-001"
"""Stands in the log's line of every alarm."""

_log = structlog.get_logger()


class Kind(StrEnum):
    """What repeated."""

    REFUSED = "refused"
    """Pages that the table of rights does not give, or forms that were not ours."""
    WRONG_SIGN_INS = "wrong_sign_ins"
    """Wrong passwords of one account or from one address."""
    WRONG_CODES = "wrong_codes"
    """Wrong second factors: whoever gives them has the password."""
    MANY_OPENINGS = "many_openings"
    """Recordings and transcripts: as a session that was taken over would ask for them."""
    WRONG_LINKS = "wrong_links"


class Due(StrEnum):
    """What is late, or soon will be: told once each."""

    SUMMARY_LATE = "summary_late"
    """Not released 45 minutes after the interview; it is promised within 60."""
    PROMISE_DUE = "promise_due"
    PROMISE_BROKEN = "promise_broken"
    MAIL_IN_DOUBT = "mail_in_doubt"
    """A letter of which nobody knows whether the mail server has it."""


LIMITS = {
    Kind.REFUSED: 10,
    Kind.WRONG_SIGN_INS: 10,
    Kind.WRONG_CODES: 5,
    Kind.MANY_OPENINGS: 120,
    Kind.WRONG_LINKS: 20,
}
"""How often within an hour raises it. Nobody watches six interviews of eight answers, recording and
transcript (96 openings), in an hour."""


@dataclass(slots=True)
class _Counted:
    since: datetime
    count: int = 0


class Repeated(NamedTuple):
    """How often something was within an hour, and since when."""

    times: int
    since: datetime


class Watch:
    """Counts in the memory of one process, bounded: the longest unseen are forgotten first."""

    def __init__(self) -> None:
        self._counted: OrderedDict[tuple[Kind, str], _Counted] = OrderedDict()
        self._lock = Lock()

    def count(self, kind: Kind, who: str, now: datetime) -> Repeated | None:
        """Count one; give how often it was when that is to be told, else None."""
        with self._lock:
            counted = self._counted.pop((kind, who), None)
            if counted is None or now - counted.since > WINDOW:
                counted = _Counted(now)
            counted.count += 1
            self._counted[kind, who] = counted
            while len(self._counted) > MOST_REMEMBERED:
                self._counted.popitem(last=False)
            is_due = is_told(counted.count, LIMITS[kind])
            return Repeated(counted.count, counted.since) if is_due else None


def is_told(count: int, limit: int) -> bool:
    """Say whether the count is the limit, or the limit doubled any number of times."""
    times, rest = divmod(count, limit)
    return rest == 0 and times > 0 and times & (times - 1) == 0


def tell(engine: Engine, kind: Kind | Due, who: str, repeated: Repeated, now: datetime) -> None:
    """Raise an alarm, or raise the count of the one that nobody has seen yet."""
    count, since = repeated
    same = (Alarm.kind == kind.value, Alarm.who == who, Alarm.seen_at.is_(None))
    with writing(engine) as session:
        row = session.scalar(select(Alarm).where(*same).limit(1))
        if row is None:
            row = Alarm(kind=kind.value, who=who, count=0, first_at=since, last_at=now)
            session.add(row)
        row.count, row.last_at = max(row.count, count), now
        session.flush()
        audit.record(session, "hub", "alarm", str(row.id), f"{kind.value} {who} {count}")
    _log.warning("alarm", code=CODE, kind=kind.value, who=who, count=count)


def unseen(engine: Engine) -> int:
    """Count the alarms that nobody has seen yet."""
    with reading(engine) as session:
        wanted = select(func.count()).select_from(Alarm).where(Alarm.seen_at.is_(None))
        return session.scalar(wanted) or 0


def seen(engine: Engine, alarm_id: int, account_id: int, now: datetime) -> None:
    """Note that a person has seen an alarm; the first to see it stays. Raises UnknownError."""
    with writing(engine) as session:
        row = session.get(Alarm, alarm_id)
        if row is None:
            raise UnknownError(f"There is no alarm {alarm_id}.")
        if row.seen_at is None:
            row.seen_by, row.seen_at = account_id, now
            audit.record(session, audit.actor_of(account_id), "see_alarm", str(alarm_id))
