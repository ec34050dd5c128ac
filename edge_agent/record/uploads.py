"""Sends one segment of the spool and deletes it when the hub has it, verified and durable."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import msgspec
import structlog

from edge_agent.errors import SpoolError, UploadError
from edge_agent.record.durable_file import write_durably
from edge_agent.record.tus import PieceRefusedError
from wire.messages.fields import Sha256
from wire.tus import CHECKSUM_MISMATCH, NO_CONSENT, PIECE, WITHDRAWN
from wire.upload import UploadMetadata

if TYPE_CHECKING:
    from edge_agent.record.spool import Segment, Spool
    from edge_agent.record.tus import Progress, TusClient

_LOG = structlog.get_logger()
_FINAL = frozenset({CHECKSUM_MISMATCH, NO_CONSENT})
_MOST_MISMATCHES = 3
"""Pieces refused in a row before a segment is put aside: one is a flaw of the line, not of it."""


class SegmentAsideError(SpoolError):
    """The hub refuses a segment for good; it lies sealed in the spool's quarantine."""

    code = "K-SPOOL-002"
    diagnosis = (
        "It lies sealed in `spool/quarantine` below the state folder, and nothing sends it again; "
        "a technician may delete it there once the HR manager has agreed."
    )


class UploadNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Beside a body: where its upload is going on, and of which bytes."""

    address: str
    sha256: Sha256


class Uploads:
    """Carries segments to the hub one at a time; an upload goes on where it stopped."""

    def __init__(self, spool: Spool, hub: TusClient) -> None:
        self._spool = spool
        self._hub = hub

    def send(self, segment: Segment) -> None:
        """Upload, have it confirmed, delete the local copy; raises UploadError or SpoolError.

        A segment that the hub finds altered again and again, or that the candidate did not consent
        to, is put aside.
        """
        sha256, length = _hash_of(segment)
        try:
            begun = self._resumed(segment, sha256) or self._begun(segment, sha256, length)
            progress = self._sent(segment, *begun, length)
        except PieceRefusedError as error:
            if error.status == WITHDRAWN:
                self._spool.confirm(segment)
                return
            if error.status not in _FINAL:
                raise
            self._put_aside(segment, error)
            return
        if progress.stored != sha256:
            raise UploadError("The hub has all of a segment, and has not confirmed it yet.")
        self._spool.confirm(segment)
        _LOG.info("segment_uploaded", kind=segment.kind.value, answer=segment.answer, bytes=length)

    def _resumed(self, segment: Segment, sha256: str) -> tuple[str, Progress] | None:
        note = _read_note(segment)
        if note is None or note.sha256 != sha256:
            return None
        progress = self._hub.progress(note.address)
        return None if progress is None else (note.address, progress)

    def _begun(self, segment: Segment, sha256: str, length: int) -> tuple[str, Progress]:
        metadata = UploadMetadata(
            upload_kind=segment.kind,
            interview_id=segment.interview_id,
            answer=segment.answer,
            part=segment.part,
            sha256=sha256,
            header=_header_of(segment),
        )
        address = self._hub.create(length, metadata)
        note = msgspec.json.encode(UploadNote(address=address, sha256=sha256))
        try:
            write_durably(segment.upload_note, note)
        except OSError as error:
            raise SpoolError(f"An upload's address was not kept: {error}.") from error
        progress = self._hub.progress(address)
        if progress is None:
            raise UploadError("The hub forgot an upload that it has just begun.")
        return address, progress

    def _sent(self, segment: Segment, address: str, progress: Progress, length: int) -> Progress:
        mismatches = 0
        with segment.body.open("rb") as body:
            while progress.offset < length:
                body.seek(progress.offset)
                try:
                    progress = self._hub.send(address, progress.offset, body.read(PIECE))
                except PieceRefusedError as error:
                    mismatches += 1
                    if error.status != CHECKSUM_MISMATCH or mismatches >= _MOST_MISMATCHES:
                        raise
                else:
                    mismatches = 0
        return progress

    def _put_aside(self, segment: Segment, refused: PieceRefusedError) -> None:
        """Say where the segment lies now, and who may delete it."""
        aside = self._spool.quarantine(segment)
        error = SegmentAsideError(f"The hub will not take a segment ({refused.status}).")
        _LOG.error(
            "segment_quarantined",
            code=error.code,
            error=str(error),
            status=refused.status,
            folder=str(aside.relative_to(self._spool.directory)),
            kind=segment.kind.value,
            answer=segment.answer,
            part=segment.part,
        )


def _hash_of(segment: Segment) -> tuple[str, int]:
    try:
        with segment.body.open("rb") as body:
            return hashlib.file_digest(body, "sha256").hexdigest(), body.seek(0, 2)
    except OSError as error:
        raise SpoolError(f"A segment cannot be read: {error}.") from error


def _header_of(segment: Segment) -> str:
    if segment.header is None:
        return ""
    try:
        return base64.b64encode(segment.header.read_bytes()).decode()
    except OSError as error:
        raise SpoolError(f"A header cannot be read: {error}.") from error


def _read_note(segment: Segment) -> UploadNote | None:
    try:
        return msgspec.json.decode(segment.upload_note.read_bytes(), type=UploadNote)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
