"""The end of an upload: verified, completed where it was cut, kept, and only then confirmed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select

from hub.recordings import manifests
from hub.recordings.uploads import UploadRefusedError
from hub.storage.database import reading, writing
from hub.storage.tables.header import Header
from hub.storage.tables.recording import Recording
from hub.storage.tables.upload import Upload, UploadState
from hub.storage.withdrawn import is_withdrawn
from wire.errors import ManifestError, SealedError
from wire.tus import WITHDRAWN
from wire.upload import UploadKind

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sqlalchemy import Engine

    from hub.keeper.client import Keeper
    from hub.recordings.store import Store

_log = structlog.get_logger()


class Finisher:
    """Turns a complete upload into a recording, a transcript or a manifest.

    Every step can be done again: a hub that was killed in between goes on where it was.
    """

    def __init__(self, main: Engine, headers: Engine, store: Store, keeper: Keeper) -> None:
        self._main = main
        self._headers = headers
        self._store = store
        self._keeper = keeper

    def finish(self, row: Upload, peer: Certificate) -> None:
        """Keep a complete upload; raises SealedError or ManifestError when it must not be kept.

        Raises KeeperError, StoreError or StorageError when it may be tried again.
        """
        place = self._store.place(row.interview_id, row.id)
        if self._store.digest(place, length=row.length) != row.sha256:
            raise SealedError("The bytes are not those that were announced.")
        if row.upload_kind == UploadKind.MANIFEST.value:
            self._keep_manifest(row, place, peer)
        else:
            self._keep_sealed(row, place)
        manifests.apply(self._main, self._headers, self._store, row.interview_id, row.answer)
        _log.info(
            "upload_stored", kind=row.upload_kind, interview=row.interview_id, answer=row.answer
        )

    def _keep_manifest(self, row: Upload, place: str, peer: Certificate) -> None:
        envelope = self._store.read(place)
        manifests.keep(self._main, row, envelope, peer)
        self._store.remove(row.id)

    def _keep_sealed(self, row: Upload, place: str) -> None:
        header = _header_of(row)
        verified = self._keeper.verify(header, place, row.id)
        if verified.closing:
            if row.upload_kind != UploadKind.MEDIA.value:
                raise SealedError("A transcript was cut.")
            self._store.append(place, self._store.length(place), verified.closing)
        self._make_place(row)
        with writing(self._headers) as session:
            session.merge(Header(recording_id=row.id, header=header))
        body = self._store.keep(row.interview_id, row.id)
        recording = Recording(
            id=row.id,
            interview_id=row.interview_id,
            kiosk_id=row.kiosk_id,
            answer=row.answer,
            part=row.part,
            kind=row.upload_kind,
            body=body,
            bytes=self._store.length(body),
            plain_bytes=verified.plain_bytes,
            sha256=self._store.digest(body, header),
            uploaded_sha256=row.sha256,
            uploaded_bytes=row.length,
            truncated=self._store.length(body) != row.length,
            stored_at=datetime.now(UTC),
        )
        with writing(self._main) as session:
            is_gone = is_withdrawn(session, row.interview_id)
            if not is_gone:
                session.merge(recording)
                session.get_one(Upload, row.id).state = UploadState.STORED.value
        if is_gone:
            self._give_back(row, body)

    def _give_back(self, row: Upload, body: str) -> None:
        """Keep nothing of an interview that was withdrawn while its body was being verified."""
        with writing(self._headers) as session:
            session.execute(delete(Header).where(Header.recording_id == row.id))
        self._store.discard(body)
        raise UploadRefusedError(WITHDRAWN, "The interview was withdrawn.")

    def _make_place(self, row: Upload) -> None:
        """Shred the transcript that this one replaces; a recording is never replaced."""
        with reading(self._main) as session:
            old = session.scalar(
                select(Recording)
                .where(Recording.interview_id == row.interview_id, Recording.id != row.id)
                .where(Recording.answer == row.answer, Recording.part == row.part)
                .where(Recording.kind == row.upload_kind),
            )
        if old is None:
            return
        if row.upload_kind != UploadKind.TRANSCRIPT.value:
            raise SealedError("Another recording is stored in this place.")
        with writing(self._headers) as session:
            session.execute(delete(Header).where(Header.recording_id == old.id))
        with writing(self._main) as session:
            session.execute(delete(Recording).where(Recording.id == old.id))
        self._store.discard(old.body)

    def is_stored(self, upload_id: str) -> bool:
        """Say whether the upload was verified and kept."""
        with reading(self._main) as session:
            return session.get_one(Upload, upload_id).state == UploadState.STORED.value


def _header_of(row: Upload) -> bytes:
    try:
        return base64.b64decode(row.header, validate=True)
    except ValueError as error:
        raise SealedError("The header is not Base64.") from error


REFUSALS = (SealedError, ManifestError)
"""What no second try mends."""
