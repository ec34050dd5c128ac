"""Signed manifests: kept as sent, and applied to the recordings that they name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import structlog
from sqlalchemy import select

from hub.recordings.uploads import UploadRefusedError
from hub.storage.database import reading, writing
from hub.storage.tables.header import Header
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.upload import Upload, UploadState
from hub.storage.withdrawn import is_withdrawn
from wire import manifest
from wire.errors import ManifestError
from wire.tus import WITHDRAWN
from wire.upload import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.x509 import Certificate
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.recordings.store import Store

_log = structlog.get_logger()


def keep(engine: Engine, upload: Upload, envelope: bytes, peer: Certificate) -> None:
    """Verify and keep an answer's manifest; raises ManifestError. The newest one counts."""
    signed = manifest.verify(envelope, peer)
    if (signed.interview_id, signed.answer) != (upload.interview_id, upload.answer):
        raise ManifestError("The manifest is of another answer.")
    row = ManifestRow(
        interview_id=signed.interview_id,
        answer=signed.answer,
        envelope=envelope,
        parts=len(signed.parts),
        frames_recorded=signed.frames_recorded,
        frames_lost=signed.frames_lost,
        gaps=msgspec.json.encode(signed.gaps).decode(),
        stored_at=datetime.now(UTC),
    )
    with writing(engine) as session:
        if is_withdrawn(session, signed.interview_id):
            raise UploadRefusedError(WITHDRAWN, "The interview was withdrawn.")
        session.merge(row)
        session.get_one(Upload, upload.id).state = UploadState.STORED.value


def apply(main: Engine, headers: Engine, store: Store, interview_id: str, answer: int) -> None:
    """Give an answer's recordings their times, where manifest and recording are both here."""
    with reading(main) as session:
        row = session.get(ManifestRow, (interview_id, answer))
        recordings = list(_media(session, interview_id, answer))
    if row is None:
        return
    signed = _payload(row.envelope)
    for recording in recordings:
        if recording.start is None and recording.part < len(signed.parts):
            _apply(main, headers, store, recording, signed)


def _media(session: Session, interview_id: str, answer: int) -> Iterator[Recording]:
    yield from session.scalars(
        select(Recording)
        .where(Recording.interview_id == interview_id, Recording.answer == answer)
        .where(Recording.kind == "media"),
    )


def _payload(envelope: bytes) -> Manifest:
    """Read a manifest whose signature was verified when it came."""
    opened = msgspec.json.decode(envelope, type=manifest.Envelope)
    return msgspec.json.decode(opened.manifest, type=Manifest)


def _apply(
    main: Engine,
    headers: Engine,
    store: Store,
    recording: Recording,
    signed: Manifest,
) -> None:
    part = signed.parts[recording.part]
    with reading(headers) as session:
        header = session.get_one(Header, recording.id).header
    if store.digest(recording.body, header, recording.uploaded_bytes) != part.sha256:
        _log.error("recording_not_in_manifest", code=ManifestError.code, recording=recording.id)
        return
    with writing(main) as session:
        row = session.get_one(Recording, recording.id)
        row.start, row.duration = part.start, part.duration
        row.truncated = part.truncated
        row.fragments = msgspec.json.encode(part.fragments).decode()
