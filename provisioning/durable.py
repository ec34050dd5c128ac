"""Writing files so that after a power cut the old or the new one is there, never half of one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provisioning.errors import FolderError

if TYPE_CHECKING:
    from pathlib import Path

SECRET = 0o600
PUBLIC = 0o644


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can enter, unless it exists; raises FolderError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{path} cannot be made: {error.strerror}.") from error


def write(path: Path, data: bytes, mode: int) -> None:
    """Replace a file in one step; it has `mode` from its first byte on. Raises FolderError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise FolderError(f"{path} cannot be written: {error.strerror}.") from error


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> bytes:
    """Read a file; raises FolderError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolderError(f"{path} cannot be read: {error.strerror}.") from error
