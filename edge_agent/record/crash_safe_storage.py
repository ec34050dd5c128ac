"""A TinyDB storage that a power cut leaves whole: the old content or the new one, and a copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage

from edge_agent.errors import DeviceRecordError
from edge_agent.record.durable_file import write_durably

if TYPE_CHECKING:
    from pathlib import Path


class CrashSafeStorage(Storage):
    """Writes a new file, fsyncs it, renames it, fsyncs the folder; the content before stays beside.

    Where the file cannot be read the copy is; where that cannot either, DeviceRecordError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = path.with_name(path.name + ".before")

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give the content; None where there never was one."""
        found = [path for path in (self._path, self._copy) if path.exists()]
        for path in found:
            content = _content(path)
            if content is not None:
                return content
        if found:
            raise DeviceRecordError(f"{self._path.name} and its copy cannot be read.")
        return None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the content."""
        try:
            before = self._path.read_bytes() if self._path.exists() else None
            if before is not None and _content(self._path) is not None:
                write_durably(self._copy, before)
            write_durably(self._path, json.dumps(data, indent=1, sort_keys=True).encode())
        except OSError as error:
            raise DeviceRecordError(f"{self._path.name} was not written: {error}.") from error


def _content(path: Path) -> dict[str, dict[str, Any]] | None:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
