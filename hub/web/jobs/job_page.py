"""`/jobs/…`: one version of a job as it is, and what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from starlette.exceptions import HTTPException

from hub.errors import UnknownError
from hub.people.audit import actor_of
from hub.people.rights import Action, may
from hub.scoring import job as jobs
from hub.scoring.job_changes import changes, shares
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.interview import Interview
from hub.storage.tables.job import JobRow
from hub.storage.tables.job_draft import JobDraft
from hub.web.jobs.words import FIELDS, KINDS, LEVELS, ORIGINS, SUBJECTS
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow import jobs as kept

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked

_LONGEST_NUMBER = 7


def show(asked: Asked) -> Response:
    """Give a version (none named: the newest)."""
    job_id = _job_id(asked)
    number = _number(asked, "version")
    with reading(asked.site.engine) as session:
        versions = _versions(session, job_id)
        row = next((one for one in versions if number in {None, one.version}), None)
        if row is None:
            raise HTTPException(404)
        draft = session.get(JobDraft, job_id)
        counts = _interviews(asked, session, job_id)
        names = _names(session)
    job = jobs.parse(row.source.encode())
    return render(
        asked,
        "jobs/job.html",
        job=job,
        row=row,
        versions=versions,
        shares=shares(job),
        counts=counts,
        has_draft=draft is not None,
        may_edit=may(asked.person.role, Action.EDIT_JOBS),
        names_of=names,
        LEVELS=LEVELS,
        KINDS=KINDS,
        ORIGINS=ORIGINS,
    )


def show_changes(asked: Asked) -> Response:
    """Give what differs between two versions; none named: the newest and the one before."""
    job_id = _job_id(asked)
    with reading(asked.site.engine) as session:
        versions = _versions(session, job_id)
        if not versions:
            raise HTTPException(404)
        new = _number(asked, "to") or versions[0].version
        earlier = [one.version for one in versions if one.version < new]
        old = _number(asked, "from") or (earlier[0] if earlier else new)
        try:
            rows = [kept.version(session, job_id, number) for number in (old, new)]
        except UnknownError as error:
            raise HTTPException(404) from error
    before, after = (jobs.parse(row.source.encode()) for row in rows)
    return render(
        asked,
        "jobs/changes.html",
        job=after,
        old=old,
        new=new,
        versions=versions,
        changes=changes(before, after),
        SUBJECTS=SUBJECTS,
        FIELDS=FIELDS,
    )


def _job_id(asked: Asked) -> str:
    return str(asked.request.path_params["job_id"])


def _versions(session: Session, job_id: str) -> list[JobRow]:
    """Give every version, newest first."""
    query = select(JobRow).where(JobRow.job_id == job_id).order_by(JobRow.version.desc())
    return list(session.scalars(query))


def _interviews(asked: Asked, session: Session, job_id: str) -> dict[int, int]:
    """Count the interviews of each version that the person may see."""
    query = select(Interview.job_version, func.count()).where(
        Interview.job_id == job_id, visible_to(asked.person)
    )
    counted = session.execute(query.group_by(Interview.job_version)).all()
    return {number: count for number, count in counted}  # noqa: C416 - rows are no pairs to mypy


def _names(session: Session) -> dict[str, str]:
    """Give the names of those who may have published, by the pseudonym that a version keeps."""
    rows = session.execute(select(Account.id, Account.name))
    return {actor_of(account_id): name for account_id, name in rows}


def _number(asked: Asked, name: str) -> int | None:
    text = asked.request.query_params.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None


PAGES = (
    Page("GET", "/jobs/{job_id}", Action.SEE_JOBS, show),
    Page("GET", "/jobs/{job_id}/changes", Action.SEE_JOBS, show_changes),
)
