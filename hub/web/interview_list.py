"""Queries of the list of interviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import func, select

from hub.storage.tables.answer import Answer
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.job import JobRow
from hub.storage.tables.score import ScoreRow
from hub.web.scope import visible_to
from wire.language import LocalText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

PER_PAGE = 50
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty is everything."""

    candidate: str
    state: str
    job: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """Read the filter from the address; what is not known is left out."""
        state = query.get("state", "")
        return cls(
            candidate=query.get("candidate", "").strip()[:_LONGEST_SEARCH],
            state=state if state in tuple(InterviewState) else "",
            job=query.get("job", "")[:64],
        )

    @property
    def is_empty(self) -> bool:
        """Say whether everything is listed."""
        return not (self.candidate or self.state or self.job)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Give the conditions on interviews."""
        if self.candidate:
            yield Interview.candidate.has(Candidate.name.icontains(self.candidate, autoescape=True))
        if self.state:
            yield Interview.state == self.state
        if self.job:
            yield Interview.job_id == self.job

    def address(self, page: int) -> str:
        """Give the address of a page of this list."""
        asked = {"candidate": self.candidate, "state": self.state, "job": self.job}
        kept = {name: value for name, value in asked.items() if value}
        return "/interviews?" + urlencode({**kept, "page": page})


def count(session: Session, visitor: Visitor, *conditions: ColumnElement[bool]) -> int:
    """Count the interviews that the person may see."""
    wanted = select(func.count()).select_from(Interview)
    return session.scalar(wanted.where(visible_to(visitor), *conditions)) or 0


def newest_first(
    session: Session,
    visitor: Visitor,
    wanted: Filter,
    page: int,
) -> list[tuple[Interview, str | None, float | None]]:
    """Give one page of interviews: the row, the score's JSON, the end of the last answer.

    Which ones they are is found in an index first: to sort whole rows would read every plan.
    """
    at = func.coalesce(Interview.began_at, Interview.scheduled_at)
    listed = (
        select(Interview.interview_id, at.label("at"))
        .where(visible_to(visitor), *wanted.conditions())
        .order_by(at.desc(), Interview.interview_id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
        .subquery()
    )
    lasted = (
        select(func.max(Answer.end))
        .where(Answer.interview_id == Interview.interview_id)
        .scalar_subquery()
    )
    rows = (
        select(Interview, ScoreRow.result, lasted)
        .join(listed, listed.c.interview_id == Interview.interview_id)
        .outerjoin(ScoreRow, ScoreRow.interview_id == Interview.interview_id)
        .order_by(listed.c.at.desc(), Interview.interview_id)
    )
    return [(row, result, lasted) for row, result, lasted in session.execute(rows)]


def job_titles(session: Session) -> dict[str, LocalText]:
    """Give the title of every job, as its newest version has it."""
    columns = (JobRow.job_id, JobRow.title_en, JobRow.title_zh)
    rows = session.execute(select(*columns).order_by(JobRow.version))
    return {job_id: LocalText(en=en, zh=zh) for job_id, en, zh in rows}
