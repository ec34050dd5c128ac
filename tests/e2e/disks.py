"""What an interview has left on disks, byte by byte, and where it is found again."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNIQUE = re.compile(rb'"(?:closed_at|at)":"[^"]+"|"[a-z_]+":\[?\[?-?\d+\.\d{4,}')
"""Instants to the microsecond, and measured numbers with their names: nobody else has these."""
_SLICE = 40
_MAGIC = b"SQLite format 3\0"


def traces(folder: Path) -> set[bytes]:
    """Give pieces of everything that kiosk and hub hold: messages, sealed bodies, wrapped keys."""
    found: set[bytes] = set()
    for path in _files(folder):
        if path.suffix == ".db" and path.read_bytes()[:16] == _MAGIC:
            found |= _of_database(path)
        elif path.suffix in {".body", ".header"} or path.parent.parent.name == "recordings":
            found |= _of_sealed(path)
    return found


def where(folder: Path, wanted: set[bytes]) -> dict[bytes, str]:
    """Name a file for each piece that stands in any: databases, their logs, free pages, all."""
    left: dict[bytes, str] = {}
    for path in _files(folder):
        content = path.read_bytes()
        left |= {piece: str(path.relative_to(folder)) for piece in wanted if piece in content}
    return left


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def _of_database(path: Path) -> set[bytes]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        found: set[bytes] = set()
        if "message" in tables:
            query = "SELECT payload FROM message WHERE kind <> 'withdrawn'"
            for (payload,) in database.execute(query):
                found.update(_UNIQUE.findall(payload))
        if "header" in tables:
            found.update(row[0][-_SLICE:] for row in database.execute("SELECT header FROM header"))
        return found


def _of_sealed(path: Path) -> set[bytes]:
    content = path.read_bytes()
    return {content[at : at + _SLICE] for at in (16, len(content) // 2)} if content else set()
