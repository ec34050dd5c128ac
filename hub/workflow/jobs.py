"""Jobs, kept by version; an old interview keeps its own, and none is ever changed."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.errors import JobError, UnknownError
from hub.people import audit
from hub.scoring import job as jobs
from hub.storage.database import reading, writing
from hub.storage.tables.job import JobRow, Origin
from hub.storage.tables.job_draft import JobDraft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.scoring.job import Job

COMMAND = "command"
"""Who acts at the console."""
_ADDRESSES = frozenset({"new", "import"})
"""Words that are addresses of the site's own under `/jobs`."""


def shipped() -> Iterator[bytes]:
    """Yield the sample jobs that come with the hub, older versions first."""
    folder = resources.files("hub.workflow").joinpath("jobs")
    for file in sorted(folder.iterdir(), key=lambda one: (len(one.name), one.name)):
        if file.name.endswith(".toml"):
            yield file.read_bytes()


def import_job(engine: Engine, source: bytes, actor: str = COMMAND) -> Job:
    """Keep a job file; raises JobError when it is wrong, or its version holds another text."""
    job = jobs.parse(source)
    text = source.decode("utf-8")
    with writing(engine) as session:
        row = session.get(JobRow, (job.id, job.version))
        if row is None:
            keep(session, job, text, Origin.FILE)
            audit.record(session, actor, "import_job", job.id, f"version {job.version}")
        elif row.source != text:
            raise JobError(f"{job.id}: version {job.version} is known with another text.")
    return job


def import_shipped(engine: Engine) -> None:
    """Keep the sample jobs, so that a new hub has something to interview for.

    A job of which the site has versions of its own gets no further ones.
    """
    with writing(engine) as session:
        for source in shipped():
            job = jobs.parse(source)
            own = select(JobRow.version).where(
                JobRow.job_id == job.id, JobRow.origin != Origin.SHIPPED.value
            )
            draft = session.get(JobDraft, job.id)
            is_new = session.get(JobRow, (job.id, job.version)) is None
            if is_new and draft is None and session.scalar(own.limit(1)) is None:
                keep(session, job, source.decode(), Origin.SHIPPED)


def keep(session: Session, job: Job, text: str, origin: Origin) -> JobRow:
    """Add a version; raises JobError for a name that cannot be one."""
    if job.id in _ADDRESSES:
        raise JobError(f"id: {job.id!r} is an address of the site itself.")
    row = JobRow(
        job_id=job.id,
        version=job.version,
        source=text,
        title_en=job.title.en,
        title_zh=job.title.zh,
        origin=origin.value,
        imported_at=datetime.now(UTC),
    )
    session.add(row)
    return row


def newest(session: Session, job_id: str) -> Job:
    """Give a job's newest version; raises UnknownError."""
    return jobs.parse(newest_row(session, job_id).source.encode())


def newest_row(session: Session, job_id: str) -> JobRow:
    """Give the row of a job's newest version; raises UnknownError."""
    query = select(JobRow).where(JobRow.job_id == job_id).order_by(JobRow.version.desc()).limit(1)
    row = session.scalar(query)
    if row is None:
        raise UnknownError(f"There is no job {job_id[:64]!r}.")
    return row


def newest_rows(session: Session) -> list[JobRow]:
    """Give every job's newest version, in the order of their names."""
    last = select(JobRow.job_id, func.max(JobRow.version).label("version")).group_by(JobRow.job_id)
    newest = last.subquery()
    query = select(JobRow).join(
        newest, (newest.c.job_id == JobRow.job_id) & (newest.c.version == JobRow.version)
    )
    return list(session.scalars(query.order_by(JobRow.job_id)))


def version(session: Session, job_id: str, number: int) -> JobRow:
    """Give the row of one version; raises UnknownError."""
    row = session.get(JobRow, (job_id, number))
    if row is None:
        raise UnknownError(f"There is no version {number} of the job {job_id[:64]!r}.")
    return row


def exported(engine: Engine, job_id: str, number: int | None, actor: str = COMMAND) -> bytes:
    """Give a version's file (none: the newest) as it was kept; one audit entry."""
    with writing(engine) as session:
        row = newest_row(session, job_id) if number is None else version(session, job_id, number)
        audit.record(session, actor, "export_job", row.job_id, f"version {row.version}")
        return row.source.encode()


def listed(engine: Engine) -> list[Job]:
    """Give every version of every job."""
    with reading(engine) as session:
        rows = session.scalars(select(JobRow).order_by(JobRow.job_id, JobRow.version)).all()
    return [jobs.parse(row.source.encode()) for row in rows]
