"""`/jobs`: every job with its newest version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.storage.tables.job_draft import JobDraft
from hub.web.jobs.words import ORIGINS
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow import job_drafts
from hub.workflow import jobs as kept
from wire.language import Language

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.storage.tables.job import JobRow
    from hub.web.page import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """One job of the list."""

    job_id: str
    title: str
    version: int
    origin: str
    at: datetime
    interviews: int
    """Those that the person may see."""
    has_draft: bool


def show(asked: Asked) -> Response:
    """Give the list."""
    may_edit = may(asked.person.role, Action.EDIT_JOBS)
    with reading(asked.site.engine) as session:
        rows = kept.newest_rows(session)
        interviews = _interviews(asked, session)
        drafts = {one.job_id: one for one in session.scalars(select(JobDraft))} if may_edit else {}
    known = {row.job_id for row in rows}
    return render(
        asked,
        "jobs/list.html",
        lines=[
            _line(asked, row, interviews.get(row.job_id, 0), row.job_id in drafts) for row in rows
        ],
        new={
            one.job_id: job_drafts.job_of(one).title.of(asked.language)
            for one in drafts.values()
            if one.job_id not in known
        },
        may_edit=may_edit,
        ORIGINS=ORIGINS,
    )


def _interviews(asked: Asked, session: Session) -> dict[str, int]:
    """Count the interviews of each job."""
    query = select(Interview.job_id, func.count()).where(visible_to(asked.person))
    counted = session.execute(query.group_by(Interview.job_id)).all()
    return {job_id: count for job_id, count in counted}  # noqa: C416 - rows are no pairs to mypy


def _line(asked: Asked, row: JobRow, interviews: int, has_draft: bool) -> Line:  # noqa: FBT001 - a row's value
    return Line(
        job_id=row.job_id,
        title=row.title_zh if asked.language is Language.ZH else row.title_en,
        version=row.version,
        origin=row.origin,
        at=row.imported_at,
        interviews=interviews,
        has_draft=has_draft,
    )


PAGES = (Page("GET", "/jobs", Action.SEE_JOBS, show),)
