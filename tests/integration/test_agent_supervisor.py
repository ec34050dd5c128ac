"""The supervisor: whoever falls is started again, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.integration
PATIENCE_S = 30.0

CHILD = """
import os, signal, sys, time
from pathlib import Path
from edge_agent.app import descent
descent.die_with(int(sys.argv[2]))
import numpy
threads = len(list(Path("/proc/self/task").iterdir()))
Path(sys.argv[1], f"{os.getpid()}").write_text(str(threads))
if sys.argv[3] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    time.sleep(60)
"""
SUPERVISOR = """
import asyncio, os, sys
from edge_agent.app import log, run
log.set_up("run")
run._GOODBYE_S = float(sys.argv[3])
child = [sys.executable, "-c", sys.argv[1], sys.argv[2], str(os.getpid()), sys.argv[4]]
asyncio.run(run.supervise({"one": child, "two": child}))
"""


class Supervised:
    """A supervisor of two children that leave their process ids in a folder."""

    def __init__(self, folder: Path, goodbye_s: float = 10.0, kind: str = "polite") -> None:
        self._folder = folder
        arguments = [CHILD, str(folder), str(goodbye_s), kind]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, *arguments],
            stderr=subprocess.PIPE,
            text=True,
        )

    def born(self) -> list[int]:
        return [int(path.name) for path in self._folder.iterdir()]

    def alive(self) -> list[int]:
        return [pid for pid in self.born() if is_alive(pid)]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(fact: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def test_who_falls_is_started_again_and_a_line_says_so(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path)
    until(lambda: len(supervised.born()) == 2)
    os.kill(supervised.born()[0], signal.SIGKILL)
    until(lambda: len(supervised.born()) == 3)
    supervised.process.terminate()
    _, said = supervised.process.communicate(timeout=PATIENCE_S)
    assert said.count("process_restarts") == 1
    assert supervised.process.returncode == 0
    assert supervised.alive() == []


def test_no_child_has_threads_for_matrices(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path)
    until(
        lambda: all(path.read_text() for path in tmp_path.iterdir()) and len(supervised.born()) == 2
    )
    assert {path.read_text() for path in tmp_path.iterdir()} == {"1"}
    supervised.process.terminate()
    supervised.process.communicate(timeout=PATIENCE_S)


def test_a_child_that_will_not_end_is_made_to(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, goodbye_s=0.2, kind="deaf")
    until(lambda: len(supervised.born()) == 2)
    supervised.process.terminate()
    supervised.process.communicate(timeout=PATIENCE_S)
    assert supervised.alive() == []


def test_a_killed_supervisor_leaves_no_child_behind(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path)
    until(lambda: len(supervised.born()) == 2)
    supervised.process.kill()
    supervised.process.communicate(timeout=PATIENCE_S)
    until(lambda: supervised.alive() == [])


def test_a_wrong_settings_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('kiosk_id = "lobby"\nsurprise = 1\n')
    for name in ("run", "agent", "uploader"):
        command = [sys.executable, "-m", "edge_agent", "--settings", str(settings), name]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 2
        assert ran.stderr.startswith("K-SETTINGS-001: ")
        assert ran.stderr.count("\n") == 1
