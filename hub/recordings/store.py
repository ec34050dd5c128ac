"""The recording store: sealed bodies as files; what it acknowledges is on the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from hub.errors import StoreError, StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ARRIVING = "arriving"
_PIECE = 1024 * 1024
_FOLDER, _BODY = 0o750, 0o640
"""The keeper may be another user of the hub's group; the state folder keeps everybody else out."""
RESERVE_BYTES = 256 * 1024 * 1024
"""Kept free on the store's disk, so that the database can go on."""


class Store:
    """A directory: `arriving/{id}` until verified, then `{interview_id}/{id}`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make the folders; raises StoreError."""
        try:
            (self._folder / _ARRIVING).mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self._folder} cannot be made: {error.strerror}.") from error

    def check_room(self, length: int) -> None:
        """Raise StoreFullError unless `length` more bytes fit."""
        if shutil.disk_usage(self._folder).free < length + RESERVE_BYTES:
            raise StoreFullError(f"{length} bytes do not fit.")

    def place(self, interview_id: str, upload_id: str) -> str:
        """Give where a body is now, relative to the store."""
        kept = f"{interview_id}/{upload_id}"
        return kept if (self._folder / kept).exists() else f"{_ARRIVING}/{upload_id}"

    def create(self, upload_id: str) -> None:
        """Begin an empty body; raises StoreError."""
        try:
            (self._folder / _ARRIVING / upload_id).touch(mode=_BODY)
            _sync_folder(self._folder / _ARRIVING)
        except OSError as error:
            raise _told(error) from error

    def length(self, place: str) -> int:
        """Give how many bytes are there; raises StoreError."""
        try:
            return (self._folder / place).stat().st_size
        except OSError as error:
            raise _told(error) from error

    def append(self, place: str, offset: int, piece: bytes) -> None:
        """Add a piece and make it durable, or leave the body as it was; raises StoreError."""
        try:
            with (self._folder / place).open("r+b", buffering=0) as body:
                body.seek(offset)
                try:
                    _write_all(body.fileno(), piece)
                    os.fsync(body.fileno())
                except OSError:
                    body.truncate(offset)
                    raise
        except OSError as error:
            raise _told(error) from error

    def cut(self, place: str, length: int) -> None:
        """Take back what was added after `length`; raises StoreError."""
        try:
            with (self._folder / place).open("r+b") as body:
                body.truncate(length)
                os.fsync(body.fileno())
        except OSError as error:
            raise _told(error) from error

    def keep(self, interview_id: str, upload_id: str) -> str:
        """Move a verified body to its interview; gives its place. Raises StoreError."""
        kept = self._folder / interview_id / upload_id
        arriving = self._folder / _ARRIVING / upload_id
        try:
            if arriving.exists():
                kept.parent.mkdir(mode=_FOLDER, exist_ok=True)
                arriving.replace(kept)
                _sync_folder(kept.parent)
                _sync_folder(self._folder)
        except OSError as error:
            raise _told(error) from error
        return f"{interview_id}/{upload_id}"

    def read(self, place: str) -> bytes:
        """Read a small body whole; raises StoreError."""
        try:
            return (self._folder / place).read_bytes()
        except OSError as error:
            raise _told(error) from error

    def digest(self, place: str, before: bytes = b"", length: int | None = None) -> str:
        """Hash `before` and the body's first `length` bytes (SHA-256, hex); raises StoreError."""
        digest = hashlib.sha256(before)
        left = self.length(place) if length is None else length
        try:
            with (self._folder / place).open("rb") as body:
                while left > 0 and (piece := body.read(min(_PIECE, left))):
                    digest.update(piece)
                    left -= len(piece)
        except OSError as error:
            raise _told(error) from error
        return digest.hexdigest()

    def remove(self, upload_id: str) -> None:
        """Forget a body that was not kept; raises StoreError."""
        self.discard(f"{_ARRIVING}/{upload_id}")

    def names(self, interview_id: str) -> list[str]:
        """Name the bodies that lie in an interview's folder; raises StoreError."""
        folder = self._folder / interview_id
        try:
            return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            raise _told(error) from error

    def discard_interview(self, interview_id: str, identifiers: Iterable[str]) -> int:
        """Delete an interview's bodies, and those still arriving; gives how many there were."""
        kept = [self._folder / interview_id / name for name in self.names(interview_id)]
        arriving = [self._folder / _ARRIVING / one for one in identifiers]
        found = [path for path in (*kept, *arriving) if path.exists()]
        try:
            for path in found:
                path.unlink(missing_ok=True)
            if (self._folder / interview_id).is_dir():
                (self._folder / interview_id).rmdir()
        except OSError as error:
            raise _told(error) from error
        return len(found)

    def discard(self, place: str) -> None:
        """Delete a body whose key is gone; raises StoreError."""
        try:
            (self._folder / place).unlink(missing_ok=True)
        except OSError as error:
            raise _told(error) from error


def _write_all(descriptor: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _told(error: OSError) -> StoreError:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    kind = StoreFullError if full else StoreError
    return kind(f"A body was not stored: {error.strerror}.")
