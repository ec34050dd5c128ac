"""Files that only who asked for them can read."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def create(path: Path) -> IO[bytes]:
    """Open an empty file with mode 0600, whatever it was before; raises OSError.

    What is there and is no file, such as a pipe, is written to as it is.
    """
    if path.exists() and not path.is_file():
        return path.open("wb")
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def make_folder(path: Path) -> None:
    """Make a folder with mode 0700; one that is there stays as it is. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
