"""Taking a résumé in: read, sealed to the site's key, its fields found; all or nothing is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from hub.errors import UnknownError
from hub.people import audit
from hub.recordings.store import Store
from hub.storage.database import reading, writing
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.header import Header
from hub.storage.tables.resume import Resume
from hub.storage.tables.resume_field import ResumeField
from hub.workflow.candidate_errors import NotTaken, ResumeError
from hub.workflow.resumes import fields
from hub.workflow.resumes.reading import Read, read
from wire import sealed

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.keeper.port import KeeperPort

TEXT_PURPOSE = "resume_text"
_FILE_PURPOSE = "resume_file"
_FOLDER = "resumes"
_LONGEST_VALUE = 200


class Place(NamedTuple):
    """Where résumés are kept, and who seals them."""

    engine: Engine
    headers: Engine
    keeper: KeeperPort
    store_dir: Path


def take_in(place: Place, candidate_id: str, data: bytes, actor: str) -> str:
    """Keep a file as a candidate's résumé and give its identifier.

    Raises ResumeError for a file that is not taken in, StoreError, KeeperError.
    """
    said = read(data)
    fingerprint = place.keeper.fingerprint(_FILE_PURPOSE, hashlib.sha256(data).hexdigest())
    _refuse_double(place.engine, candidate_id, fingerprint)
    resume_id = secrets.token_hex(16)
    header, body = sealed.seal(data, [place.keeper.recipient()])
    row = Resume(
        resume_id=resume_id,
        candidate_id=candidate_id,
        kind=said.kind.value,
        body=_store(place, resume_id, header, body),
        plain_bytes=len(data),
        sha256=hashlib.sha256(header + body).hexdigest(),
        fingerprint=fingerprint,
        text_sealed=place.keeper.seal_field(TEXT_PURPOSE, resume_id, said.text),
        language=fields.language_of(said.text),
        lines=len(said.lines),
        read_by=fields.VERSION,
        uploaded_at=datetime.now(UTC),
    )
    with writing(place.engine) as session:
        if session.get(Candidate, candidate_id) is None:
            raise UnknownError(f"There is no candidate {candidate_id[:40]!r}.")
        session.add(row)
        session.flush()
        _add_fields(session, resume_id, said)
        audit.record(session, actor, "take_in_resume", resume_id, f"candidate {candidate_id}")
    return resume_id


def _refuse_double(engine: Engine, candidate_id: str, fingerprint: str) -> None:
    same = select(Resume.resume_id).where(
        Resume.candidate_id == candidate_id, Resume.fingerprint == fingerprint
    )
    with reading(engine) as session:
        if session.scalar(same) is not None:
            raise ResumeError(NotTaken.DOUBLE)


def _store(place: Place, resume_id: str, header: bytes, body: bytes) -> str:
    """Make the header and then the body durable; a body without a row opens for nobody."""
    with writing(place.headers) as session:
        session.add(Header(recording_id=resume_id, header=header))
    store = Store(place.store_dir)
    store.prepare()
    store.check_room(len(body))
    store.create(resume_id)
    store.append(f"arriving/{resume_id}", 0, body)
    return store.keep(_FOLDER, resume_id)


def _add_fields(session: Session, resume_id: str, said: Read) -> None:
    today = datetime.now(UTC).date()
    for position, one in enumerate(fields.find(said.lines, today), start=1):
        session.add(
            ResumeField(
                resume_id=resume_id,
                position=position,
                name=one.name.value,
                entry=one.entry,
                machine=one.value[:_LONGEST_VALUE],
                line=one.line,
                corrected=None,
                corrected_by=None,
                corrected_at=None,
            )
        )
