"""Uploads: what is arriving, from whom, and how far it is. Refusals carry their HTTP status."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import HubError
from hub.storage.database import reading, writing
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.refusal import Refusal
from hub.storage.tables.upload import Upload, UploadState
from hub.storage.withdrawn import is_withdrawn
from wire.policy import Purpose
from wire.tus import NO_CONSENT, WITHDRAWN
from wire.upload import UploadKind

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from wire.upload import UploadMetadata


class UploadRefusedError(HubError):
    """The kiosk's request was refused; nothing changed."""

    code = "H-UPLOAD-001"
    diagnosis = "The kiosk keeps its copy."

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class NoConsentError(UploadRefusedError):
    """The candidate refused what the upload holds."""

    code = "H-UPLOAD-002"
    diagnosis = "The kiosk puts it into `quarantine`; look at why this kiosk made it."


def check_kiosk(engine: Engine, kiosk_id: str) -> None:
    """Refuse a kiosk that is not known, or was revoked."""
    with reading(engine) as session:
        kiosk = session.get(Kiosk, kiosk_id)
    if kiosk is None or kiosk.revoked_at is not None:
        note(engine, kiosk_id, "An unknown or revoked kiosk asked for something.")
        raise UploadRefusedError(403, "This kiosk is not known.")


def begin(engine: Engine, kiosk_id: str, metadata: UploadMetadata, length: int) -> tuple[str, bool]:
    """Give the upload's identifier, and whether it is new: asked twice, it is the same one."""
    with writing(engine) as session:
        interview = session.get(Interview, metadata.interview_id)
        if interview is None or interview.kiosk_id != kiosk_id:
            raise UploadRefusedError(404, "This kiosk has no such interview.")
        if is_withdrawn(session, metadata.interview_id):
            raise UploadRefusedError(WITHDRAWN, "The interview was withdrawn.")
        _check_consent(session, metadata)
        known = session.scalar(
            select(Upload)
            .where(Upload.interview_id == metadata.interview_id)
            .where(Upload.answer == metadata.answer, Upload.part == metadata.part)
            .where(Upload.upload_kind == metadata.upload_kind.value)
            .where(Upload.sha256 == metadata.sha256, Upload.length == length)
            .where(Upload.state != UploadState.REFUSED.value),
        )
        if known is not None:
            return known.id, False
        row = Upload(
            id=secrets.token_hex(16),
            kiosk_id=kiosk_id,
            interview_id=metadata.interview_id,
            upload_kind=metadata.upload_kind.value,
            answer=metadata.answer,
            part=metadata.part,
            sha256=metadata.sha256,
            header=metadata.header,
            length=length,
            state=UploadState.ARRIVING.value,
            created_at=datetime.now(UTC),
        )
        session.add(row)
        return row.id, True


def _check_consent(session: Session, metadata: UploadMetadata) -> None:
    """Refuse what the candidate refused; a consent that is still on its way holds nothing up."""
    is_transcript = metadata.upload_kind is UploadKind.TRANSCRIPT
    purpose = Purpose.ANALYSIS if is_transcript else Purpose.RECORDING
    consent = session.get(Consent, (metadata.interview_id, purpose.value))
    if consent is not None and not consent.granted:
        raise NoConsentError(NO_CONSENT, f"There is no consent to {purpose.value}.")


def find(engine: Engine, kiosk_id: str, upload_id: str) -> Upload:
    """Give a kiosk's own upload; another's is 404 like one that never was, and noted."""
    with reading(engine) as session:
        row = session.get(Upload, upload_id)
    if row is not None and row.kiosk_id != kiosk_id:
        note(engine, kiosk_id, "A kiosk named another kiosk's upload.")
        row = None
    if row is None or row.state == UploadState.REFUSED.value:
        raise UploadRefusedError(404, "There is no such upload.")
    return row


def end(engine: Engine, upload_id: str) -> None:
    """Mark an upload as ended by its kiosk."""
    with writing(engine) as session:
        session.get_one(Upload, upload_id).state = UploadState.REFUSED.value


def note(engine: Engine, kiosk_id: str, reason: str) -> None:
    """Keep a refusal that a technician should see."""
    with writing(engine) as session:
        row = Refusal(
            kiosk_id=kiosk_id[:32],
            channel="upload",
            code=UploadRefusedError.code,
            reason=reason,
            at=datetime.now(UTC),
        )
        session.add(row)
