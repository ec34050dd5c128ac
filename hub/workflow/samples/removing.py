"""Samples taken away with everything that refers to them; the audit log alone remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select, true

from hub.people import audit
from hub.recordings.store import Store
from hub.storage.database import reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.account import Account
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.header import Header
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.recording import Recording
from hub.storage.tables.resume import Resume
from hub.storage.tables.stream import Stream
from hub.workflow.samples.personnel import NO_PASSWORD, ROOM

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Engine, Table
    from sqlalchemy.orm import Session

    from hub.workflow.resumes.intake import Place


def remove(place: Place) -> int:
    """Take all samples away and give how many there were; raises StorageError, StoreError."""
    with reading(place.engine) as session:
        files = _files(session)
    with writing(place.engine) as session:
        counted = select(func.count()).select_from(Candidate).where(Candidate.is_sample)
        count = session.scalar(counted) or 0
        for table, is_sample in reversed(_conditions(_held(session)).items()):
            session.execute(delete(table).where(is_sample))
        audit.record(session, "command", "remove_samples", "", str(count))
    _discard(place.headers, Store(place.store_dir), files)
    return count


def _files(session: Session) -> dict[str, str]:
    """Give the sealed files of samples: identifier and place in the store."""
    samples = select(Candidate.candidate_id).where(Candidate.is_sample)
    resumes = select(Resume.resume_id, Resume.body).where(Resume.candidate_id.in_(samples))
    held = select(Interview.interview_id).where(Interview.candidate_id.in_(samples))
    recorded = select(Recording.id, Recording.body).where(Recording.interview_id.in_(held))
    rows = (*session.execute(resumes), *session.execute(recorded))
    return {identifier: body for identifier, body in rows}  # noqa: C416 - rows are no pairs


def _discard(headers: Engine, store: Store, files: dict[str, str]) -> None:
    with writing(headers) as session:
        session.execute(delete(Header).where(Header.recording_id.in_(files)))
    for body in files.values():
        store.discard(body)


def _held(session: Session) -> list[str]:
    samples = select(Candidate.candidate_id).where(Candidate.is_sample)
    return list(
        session.scalars(select(Interview.interview_id).where(Interview.candidate_id.in_(samples)))
    )


def _conditions(held: list[str]) -> dict[Table, ColumnElement[bool]]:
    """Say of each table which rows are a sample's; what refers to such a row is one too.

    Tables come in the order in which they refer to each other. A stream is named like its
    interview (`held`) without referring to it.
    """
    found: dict[Table, ColumnElement[bool]] = {
        METADATA.tables[Stream.__tablename__]: Stream.stream_id.in_(held),
        METADATA.tables[Candidate.__tablename__]: Candidate.is_sample == true(),
        METADATA.tables[Account.__tablename__]: Account.password_hash == NO_PASSWORD,
        METADATA.tables[Kiosk.__tablename__]: Kiosk.kiosk_id == ROOM,
    }
    ordered: dict[Table, ColumnElement[bool]] = {}
    for table in METADATA.sorted_tables:
        if is_sample := [*_named(found, table), *_referring(table, ordered)]:
            ordered[table] = or_(*is_sample)
    return ordered


def _named(
    found: dict[Table, ColumnElement[bool]], table: Table
) -> tuple[ColumnElement[bool], ...]:
    return (found[table],) if table in found else ()


def _referring(
    table: Table, samples: dict[Table, ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    return [
        key.parent.in_(select(key.column).where(samples[key.column.table]))
        for key in table.foreign_keys
        if key.column.table in samples
    ]
