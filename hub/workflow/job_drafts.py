"""Drafts: a job's next version, changed step by step until somebody publishes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from hub.errors import JobError, UnknownError
from hub.people import audit
from hub.scoring import job as jobs
from hub.scoring.job_writing import write
from hub.storage.tables.job import JobRow, Origin
from hub.storage.tables.job_draft import JobDraft
from hub.workflow.jobs import keep, newest_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.scoring.job import Job

LONGEST_NOTE = 1000
"""Characters of what is said to have changed."""


class StaleDraftError(JobError):
    """Somebody else changed the draft in between."""

    code = "H-JOB-002"
    diagnosis = "Look at the draft again, then change it; nothing was saved."


def begin(session: Session, job_id: str, actor: str) -> JobDraft:
    """Begin a draft from the newest version; gives the one there is already.

    Raises UnknownError for a job not known.
    """
    there = session.get(JobDraft, job_id)
    if there is not None:
        return there
    row = newest_row(session, job_id)
    job = jobs.parse(row.source.encode())
    return _new(session, msgspec.structs.replace(job, version=row.version + 1), row.version, actor)


def begin_new(session: Session, job: Job, actor: str) -> JobDraft:
    """Begin a job that has no version yet; raises JobError when its name is taken."""
    taken = session.get(JobDraft, job.id) is not None
    if taken or session.query(JobRow).filter_by(job_id=job.id).first() is not None:
        raise JobError(f"id: there is a job {job.id!r} already.")
    return _new(session, job, 0, actor)


def find(session: Session, job_id: str) -> JobDraft:
    """Give a job's draft; raises UnknownError when there is none."""
    row = session.get(JobDraft, job_id)
    if row is None:
        raise UnknownError(f"There is no draft of {job_id[:64]!r}.")
    return row


def job_of(draft: JobDraft) -> Job:
    """Give the job as the draft has it."""
    return jobs.parse(draft.source.encode())


def save(session: Session, job: Job, revision: int, actor: str) -> JobDraft:
    """Put a job in the place of the draft's; raises StaleDraftError, UnknownError, JobError."""
    draft = find(session, job.id)
    if draft.revision != revision:
        raise StaleDraftError(f"The draft of {job.id} was changed by somebody else.")
    draft.source = _whole(job)
    draft.revision, draft.changed_by, draft.changed_at = revision + 1, actor, datetime.now(UTC)
    return draft


def publish(session: Session, job_id: str, revision: int, note: str, actor: str) -> JobRow:
    """Make the draft the newest version and give its row; one audit entry.

    Raises StaleDraftError when it is not what was seen, JobError for a missing note or when a file
    with a version of this number came in between.
    """
    draft = find(session, job_id)
    if draft.revision != revision:
        raise StaleDraftError(f"The draft of {job_id} was changed by somebody else.")
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise JobError(f"note: 1 to {LONGEST_NOTE} characters say what changed.")
    job = _numbered(session, job_of(draft))
    row = keep(session, job, write(job).decode(), Origin.EDITED)
    row.note, row.published_by = note.strip(), actor
    session.delete(draft)
    audit.record(session, actor, "publish_job", job_id, f"version {job.version}")
    return row


def discard(session: Session, job_id: str, actor: str) -> None:
    """Throw a draft away; one audit entry. Raises UnknownError."""
    session.delete(find(session, job_id))
    audit.record(session, actor, "discard_job_draft", job_id)


def _whole(job: Job) -> str:
    """Give a job's file, having read it back: a draft can always be opened and published."""
    source = write(job)
    jobs.parse(source)
    return source.decode()


def _numbered(session: Session, job: Job) -> Job:
    """Give the job the number after the newest: a file may have come since the draft was begun."""
    try:
        last = newest_row(session, job.id).version
    except UnknownError:
        last = 0
    return msgspec.structs.replace(job, version=last + 1)


def _new(session: Session, job: Job, base: int, actor: str) -> JobDraft:
    draft = JobDraft(
        job_id=job.id,
        base_version=base,
        source=_whole(job),
        revision=1,
        changed_by=actor,
        changed_at=datetime.now(UTC),
    )
    session.add(draft)
    audit.record(session, actor, "begin_job_draft", job.id, f"from version {base}")
    return draft
