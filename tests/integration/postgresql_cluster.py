"""A PostgreSQL server of the test's own: a folder of its own, a Unix socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ("initdb", "pg_ctl")
_NOBODY = 65534
"""PostgreSQL does not run as root."""
_PATIENCE_S = 120


def is_installed() -> bool:
    """Say whether this machine has the server's programs."""
    return all(shutil.which(program) for program in PROGRAMS)


def _as_server() -> dict[str, Any]:
    """Give how a program of the server's is started."""
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(*command: str | Path) -> None:
    # Not captured: the server would keep the pipe, and whoever waits for its end would wait on.
    subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=_PATIENCE_S,
        **_as_server(),
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Give the URL of a running server's first database; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg") as made:
        folder = Path(made)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        data = folder / "data"
        _run("initdb", "-D", data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        log = folder / "log"
        _run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://hub@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
