"""Deletions in a process of their own that is killed at its n-th touch of a disk."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from edge_agent.publish.outbox import Outbox
from edge_agent.record.erasure import erase
from edge_agent.record.spool import Spool
from hub.people import site_key
from hub.recordings.store import Store
from hub.settings import load
from hub.storage.database import open_headers, open_main
from hub.workflow.erasing import Eraser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TOUCHES = frozenset({"open", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "sqlite3.connect"})
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def die_at(number: int) -> None:
    """Kill this process at its n-th touch from now on; 0: never."""
    left = [number]

    def count(event: str, _: tuple[object, ...]) -> None:
        if event in _TOUCHES:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def on_kiosk(folder: Path, interview_id: str) -> None:
    """Do what the agent does."""
    outbox = Outbox(folder / "outbox.db")
    spool = Spool(folder / "spool", [RECIPIENT])
    erase(spool, interview_id)
    outbox.erase(interview_id)
    outbox.flush()
    outbox.note_erased(interview_id, 1.0)
    outbox.close()


def on_hub(folder: Path, interview_id: str) -> None:
    """Do what the hub's thread does."""
    settings = load(folder / "hub.toml")
    key, store = site_key.load(settings.identity), Store(settings.store_dir)
    eraser = Eraser(open_main(settings), open_headers(settings), store, key, settings.retention)
    eraser.erase(interview_id)


def killed_at(work: Callable[[Path, str], None], folder: Path, one: str, number: int) -> bool:
    """Delete in a child; says whether it was killed before it was done."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            die_at(number)
            work(folder, one)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL), f"the deletion ended with {code}"
    return code != 0
