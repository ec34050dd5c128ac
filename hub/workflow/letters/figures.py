"""M19: how long after an interview its summary came; M20: promises kept in time."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, extract, func, literal, select, type_coerce

from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.promise import Promise
from hub.workflow.letters.due import WITHIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, SQLColumnExpression
    from sqlalchemy.orm import Session

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Speed:
    """How soon summaries came, of the interviews of which it can be said."""

    n: int
    """Interviews whose 60 minutes are over, or whose summary came before."""
    within: int
    median_s: float | None
    """Seconds, of those that came; none where none did."""
    worst_s: float | None
    waiting: int
    """Whose summary has not come though the 60 minutes are over."""

    @property
    def share(self) -> float | None:
        """Give the share within 60 minutes."""
        return self.within / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises of which it can be said whether they were kept in time."""

    n: int
    in_time: int

    @property
    def share(self) -> float | None:
        """Give the share kept in time."""
        return self.in_time / self.n if self.n else None


def speeds(session: Session, since: datetime, now: datetime) -> tuple[Speed, Speed]:
    """Give how soon summaries were released, and how soon the mail server had them.

    Of interviews that ended after `since`; samples are left out.
    """
    ended = Interview.ended_at
    wanted = (
        select(
            _seconds(session, ended, literal(now)),
            _seconds(session, ended, Letter.released_at),
            _seconds(session, ended, Letter.sent_at),
        )
        .select_from(Interview)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
        .outerjoin(
            Letter,
            (Letter.interview_id == Interview.interview_id)
            & (Letter.kind == LetterKind.SUMMARY.value),
        )
        .where(Interview.state == InterviewState.ENDED.value, ended >= since, ~Candidate.is_sample)
    )
    rows = session.execute(wanted).all()
    return (
        speed([(ago, released) for ago, released, _ in rows]),
        speed([(ago, sent) for ago, _, sent in rows]),
    )


def _seconds(
    session: Session, start: SQLColumnExpression[Any], end: SQLColumnExpression[Any]
) -> ColumnElement[float]:
    """Let the database take the difference: ten thousand instants are slow to read one by one."""
    if session.get_bind().dialect.name == "sqlite":
        days = func.julianday(end) - func.julianday(start)
        return type_coerce(func.round(days * _DAY_S, 3), Double)
    return type_coerce(extract("epoch", end - start), Double)


def speed(ended: Sequence[tuple[float, float | None]]) -> Speed:
    """Sum up seconds since the end and until it came; none counts once the 60 minutes are over."""
    within = WITHIN.total_seconds()
    took = [came for _, came in ended if came is not None]
    waiting = sum(came is None and ago > within for ago, came in ended)
    return Speed(
        n=len(took) + waiting,
        within=sum(one <= within for one in took),
        median_s=median(took) if took else None,
        worst_s=max(took) if took else None,
        waiting=waiting,
    )


def kept(session: Session, since: datetime, now: datetime) -> Kept:
    """Count promises made after `since` that were kept or are over; samples are left out."""
    is_over = Promise.kept_at.is_not(None) | (Promise.due_at <= now)
    wanted = (
        select(
            func.count().filter(is_over),
            func.count().filter(Promise.kept_at <= Promise.due_at),
        )
        .select_from(Promise)
        .join(Interview, Interview.interview_id == Promise.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
        .where(Promise.made_at >= since, ~Candidate.is_sample)
    )
    found = session.execute(wanted).one()
    return Kept(found[0], found[1])
