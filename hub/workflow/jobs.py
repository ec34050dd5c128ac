"""Jobs: imported as files, kept by version; an old interview keeps its own."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import JobError, UnknownError
from hub.scoring import job as jobs
from hub.storage.database import reading, writing
from hub.storage.tables.job import JobRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.scoring.job import Job


def shipped() -> Iterator[bytes]:
    """Yield the sample jobs that come with the hub."""
    for file in resources.files("hub.workflow").joinpath("jobs").iterdir():
        if file.name.endswith(".toml"):
            yield file.read_bytes()


def import_job(engine: Engine, source: bytes) -> Job:
    """Keep a job file; raises JobError when it is wrong, or its version holds another text."""
    job = jobs.parse(source)
    text = source.decode("utf-8")
    with writing(engine) as session:
        row = session.get(JobRow, (job.id, job.version))
        if row is None:
            now = datetime.now(UTC)
            session.add(JobRow(job_id=job.id, version=job.version, source=text, imported_at=now))
        elif row.source != text:
            raise JobError(f"{job.id}: version {job.version} is known with another text.")
    return job


def import_shipped(engine: Engine) -> None:
    """Keep the sample jobs, so that a new hub has something to interview for."""
    for source in shipped():
        import_job(engine, source)


def newest(session: Session, job_id: str) -> Job:
    """Give a job's newest version; raises UnknownError."""
    query = select(JobRow).where(JobRow.job_id == job_id).order_by(JobRow.version.desc()).limit(1)
    row = session.scalar(query)
    if row is None:
        raise UnknownError(f"There is no job {job_id[:64]!r}.")
    return jobs.parse(row.source.encode())


def listed(engine: Engine) -> list[Job]:
    """Give every version of every job."""
    with reading(engine) as session:
        rows = session.scalars(select(JobRow).order_by(JobRow.job_id, JobRow.version)).all()
    return [jobs.parse(row.source.encode()) for row in rows]
