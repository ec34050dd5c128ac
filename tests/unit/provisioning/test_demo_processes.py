"""Commands of the demo's site: watched while they run, and ended with the demo."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from provisioning.demo.errors import ProcessError
from provisioning.demo.processes import ask

ROOT = Path(__file__).resolve().parents[3]


def test_a_command_hears_its_input_and_is_watched_while_it_runs() -> None:
    looks: list[None] = []
    slow = "import sys, time; time.sleep(0.6); print(sys.stdin.read().upper())"
    said = ask([sys.executable, "-c", slow], stdin="abc", watch=lambda: looks.append(None))
    assert said == "ABC\n"
    assert looks


def test_what_watching_raises_ends_the_command() -> None:
    def gone() -> None:
        raise ProcessError("the hub ended")

    with pytest.raises(ProcessError, match="the hub ended"):
        ask(["sleep", "60"], watch=gone)


def test_a_command_that_fails_gives_its_last_line() -> None:
    with pytest.raises(ProcessError, match="two"):
        ask(["sh", "-c", "echo one >&2; echo two >&2; exit 3"])


PARENT = """
from pathlib import Path
from provisioning.demo.processes import running
with running("child", ["sleep", "60"], Path({logs!r})) as child:
    print(child._process.pid, flush=True)
    input()
"""


def test_a_child_does_not_outlive_a_demo_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(logs=str(tmp_path))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as demo:
        assert demo.stdout is not None
        child = os.pidfd_open(int(demo.stdout.readline()))
        demo.kill()
    ended, _, _ = select.select([child], [], [], 30)
    os.close(child)
    assert ended == [child]
