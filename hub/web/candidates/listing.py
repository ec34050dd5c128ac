"""Queries of the list of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import func, or_, select

from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview, InterviewState
from hub.web.scope import candidates_visible_to, visible_to
from hub.workflow.candidate_names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

PER_PAGE = 50
_LONGEST_SEARCH = 100


class Sitting(NamedTuple):
    """One interview of a candidate, as a list shows it."""

    candidate_id: str
    interview_id: str
    job_id: str
    state: str
    ending: str | None
    at: datetime
    """When it began, else when it was scheduled."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty is everything."""

    name: str
    state: str
    job: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """Read the filter from the address; what is not known is left out."""
        state = query.get("state", "")
        return cls(
            name=query.get("name", "").strip()[:_LONGEST_SEARCH],
            state=state if state in tuple(InterviewState) else "",
            job=query.get("job", "")[:64],
        )

    @property
    def is_empty(self) -> bool:
        """Say whether everything is listed."""
        return not (self.name or self.state or self.job)

    def conditions(self, visitor: Visitor) -> Iterator[ColumnElement[bool]]:
        """Give the conditions on candidates; of their interviews only what the person may see."""
        yield candidates_visible_to(visitor)
        if self.name:
            key = name_key(self.name)
            alike = Candidate.name_key.contains(key, autoescape=True)
            yield or_(Candidate.name.icontains(self.name, autoescape=True), alike)
        if self.state or self.job:
            wanted = select(Interview.candidate_id).where(visible_to(visitor))
            if self.state:
                wanted = wanted.where(Interview.state == self.state)
            if self.job:
                wanted = wanted.where(Interview.job_id == self.job)
            yield Candidate.candidate_id.in_(wanted)

    def address(self, page: int) -> str:
        """Give the address of a page of this list."""
        asked = {"name": self.name, "state": self.state, "job": self.job}
        kept = {name: value for name, value in asked.items() if value}
        return "/candidates?" + urlencode({**kept, "page": page})


def count(session: Session, visitor: Visitor, wanted: Filter) -> int:
    """Count the candidates that the person may see."""
    counted = select(func.count()).select_from(Candidate)
    return session.scalar(counted.where(*wanted.conditions(visitor))) or 0


def newest_first(session: Session, visitor: Visitor, wanted: Filter, page: int) -> list[Candidate]:
    """Give one page of candidates, the newest file first."""
    rows = (
        select(Candidate)
        .where(*wanted.conditions(visitor))
        .order_by(Candidate.created_at.desc(), Candidate.candidate_id)
    )
    return list(session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))


def sittings(
    session: Session, visitor: Visitor, candidate_ids: list[str]
) -> dict[str, list[Sitting]]:
    """Give the interviews of some candidates that the person may see, newest first."""
    at = func.coalesce(Interview.began_at, Interview.scheduled_at)
    rows = session.execute(
        select(
            Interview.candidate_id,
            Interview.interview_id,
            Interview.job_id,
            Interview.state,
            Interview.ending,
            at,
        )
        .where(Interview.candidate_id.in_(candidate_ids), visible_to(visitor))
        .order_by(at.desc(), Interview.interview_id)
    )
    found: dict[str, list[Sitting]] = {one: [] for one in candidate_ids}
    for row in rows:
        sitting = Sitting(*row)
        found[sitting.candidate_id].append(sitting)
    return found
