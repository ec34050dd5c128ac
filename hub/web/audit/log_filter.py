"""Which entries the auditor asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, select

from hub.people.audit import actor_of
from hub.people.audit_names import subjects_of
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import InstrumentedAttribute, Session

_LONGEST = 100
_BEYOND = 2**62
"""No entry has this number."""
_FIELDS = ("person", "candidate", "action", "start", "end")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What was typed, as it was typed; empty: everything."""

    person: str
    """Part of an account's name, or a whole pseudonym."""
    candidate: str
    """Part of the name."""
    action: str
    start: str
    """First day, YYYY-MM-DD."""
    end: str
    """Last day."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> LogFilter:
        """Read the page's address."""
        return cls(*(query.get(field, "").strip()[:_LONGEST] for field in _FIELDS))

    @property
    def is_empty(self) -> bool:
        """Say whether everything is asked for."""
        return not any(getattr(self, field) for field in _FIELDS)

    def address(self, **more: object) -> str:
        """Give the page's address with this filter."""
        typed = {field: getattr(self, field) for field in _FIELDS} | more
        return f"/audit?{urlencode({key: value for key, value in typed.items() if value})}"

    def wrong(self) -> set[str]:
        """Name the fields that cannot be read."""
        return {field for field in ("start", "end") if _is_wrong(getattr(self, field))}

    def conditions(self, session: Session) -> Iterator[ColumnElement[bool]]:
        """Give what the entries must fulfil, so that the newest are found without sorting all."""
        if self.person:
            yield _any_of(AuditEntry.actor, _actors(session, self.person))
        if self.candidate:
            named = Candidate.name.contains(self.candidate, autoescape=True)
            yield AuditEntry.subject.in_(subjects_of(select(Candidate.candidate_id).where(named)))
        if self.action:
            yield AuditEntry.action == self.action
        after, before = select(AuditEntry.id), select(AuditEntry.id)
        if (start := _day(self.start)) is not None:
            after = after.where(AuditEntry.at >= _midnight(start)).order_by(AuditEntry.at)
            yield AuditEntry.id >= (session.scalar(after.limit(1)) or _BEYOND)
        if (end := _day(self.end)) is not None:
            night = _midnight(end + timedelta(days=1))
            before = before.where(AuditEntry.at < night).order_by(AuditEntry.at.desc())
            yield AuditEntry.id <= (session.scalar(before.limit(1)) or 0)


def _actors(session: Session, person: str) -> list[str]:
    named = Account.name.contains(person, autoescape=True)
    known = [actor_of(number) for number in session.scalars(select(Account.id).where(named))]
    return known or [person]


def _any_of(column: InstrumentedAttribute[str], values: list[str]) -> ColumnElement[bool]:
    """Compare with one value by the index, which is in the entries' order, and with more without.

    SQLite would sort all that an index finds for several values before it gives the first.
    """
    return column == values[0] if len(values) == 1 else (column + "").in_(values)


def _is_wrong(typed: str) -> bool:
    return bool(typed) and _day(typed) is None


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date(1970, 1, 2) < day < date(9000, 1, 1) else None


def _midnight(day: date) -> datetime:
    """Give the day's beginning at the hub's place."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC)
