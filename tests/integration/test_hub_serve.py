"""`serve` runs the hub's processes, brings back one that died, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes.signal_at_fork import MOMENTS
from tests.integration.hub_process import PATIENCE_S, hub_place, hub_process, log_of
from tests.integration.site import found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.hub_process import HubPlace

pytestmark = pytest.mark.integration
NAMES = ("keeper", "receive", "ingest", "web", "mail")
STRUCK = """
import sys
from signal import SIGTERM
from hub.__main__ import main
from tests.fakes.signal_at_fork import AT_FORK
AT_FORK.arm(SIGTERM, sys.argv[1])
sys.exit(main(["--settings", sys.argv[2], "serve"]))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[HubPlace]:
    hub, _ = found(tmp_path / "authority")
    with hub_place(tmp_path / "hub", hub) as made:
        yield made


def children(place: HubPlace) -> dict[str, int]:
    """Find the processes that were started with this settings file, by what they do."""
    running = {}
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")[:-1]
        except (OSError, UnicodeDecodeError):
            continue
        if str(place.file) in words and words[-1] in NAMES:
            running[words[-1]] = int(entry.name)
    return running


def until(fact: Callable[[], bool], told: Callable[[], str]) -> None:
    deadline = time.monotonic() + 2 * PATIENCE_S
    while not fact():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def ready(place: HubPlace) -> int:
    return log_of(place, "serve").count('"event": "ready"')


def test_one_process_that_dies_comes_back_and_sigterm_ends_all(place: HubPlace) -> None:
    def told() -> str:
        return log_of(place, "serve")

    with hub_process(place, "serve") as serve:
        until(lambda: set(children(place)) == set(NAMES) and ready(place) >= len(NAMES), told)
        first = children(place)["ingest"]
        os.kill(first, signal.SIGKILL)
        until(lambda: children(place).get("ingest", first) != first, told)
        serve.terminate()
        assert serve.wait(PATIENCE_S) == 0
    assert children(place) == {}


def test_a_supervisor_that_is_killed_leaves_nobody_behind(place: HubPlace) -> None:
    def told() -> str:
        return log_of(place, "serve")

    with hub_process(place, "serve") as serve:
        until(lambda: set(children(place)) == set(NAMES) and ready(place) >= len(NAMES), told)
        serve.send_signal(signal.SIGKILL)
        serve.wait()
        until(lambda: children(place) == {}, told)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_sigterm_while_a_process_is_started_is_not_lost(place: HubPlace, moment: str) -> None:
    command = [sys.executable, "-c", STRUCK, moment, str(place.file)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, timeout=2 * PATIENCE_S, check=False)
    assert ended.returncode == 0, ended.stderr
    assert children(place) == {}
