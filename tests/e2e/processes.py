"""Finding a running process by the settings and the name that it was started with."""

from __future__ import annotations

from pathlib import Path


def pid_of(settings: Path, name: str) -> int:
    """Give the one process; AssertionError when there is none."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if str(settings) in words and name in words:
                return int(folder.name)
    message = f"no process {name}"
    raise AssertionError(message)
