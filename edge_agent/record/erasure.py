"""Deletes from the spool what there is of a withdrawn interview, and lets nothing of it come back.

Order: the mark that refuses new files, the wrapped keys (overwritten), everything else. So a
deletion that is cut off leaves nothing that could be opened, and goes on where it was.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from edge_agent.errors import SpoolError
from edge_agent.record.durable_file import sync_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edge_agent.record.spool import Spool

_KINDS = {
    "recording_part": re.compile(r"\d+-\d+\.media\.body"),
    "transcript": re.compile(r"\d+(-\d+)?\.transcript\.body"),
    "manifest": re.compile(r"\d+\.manifest\.json"),
    "wrapped_key": re.compile(r".*\.header"),
    "journal": re.compile(r".*\.journal"),
}
OTHER = "other_file"


def erase(spool: Spool, interview_id: str) -> Counter[str]:
    """Delete every file of an interview and count them by kind; raises SpoolError."""
    found: Counter[str] = Counter()
    try:
        spool.refuse(interview_id)
        for folder in spool.places_of(interview_id):
            files = sorted(_files(folder), key=lambda path: path.suffix != ".header")
            for path in files:
                _shred(path)
                found[_kind(path)] += 1
            _remove_folder(folder)
    except OSError as error:
        raise SpoolError(f"A withdrawn interview was not deleted: {error}.") from error
    return found


def _files(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from folder.iterdir()


def _shred(path: Path) -> None:
    """Delete a file; a wrapped key is overwritten first."""
    with suppress(FileNotFoundError):
        if path.suffix == ".header":
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        path.unlink()


def _remove_folder(folder: Path) -> None:
    with suppress(FileNotFoundError):
        sync_directory(folder)
        folder.rmdir()
        sync_directory(folder.parent)


def _kind(path: Path) -> str:
    return next((kind for kind, name in _KINDS.items() if name.fullmatch(path.name)), OTHER)
