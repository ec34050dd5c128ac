"""A demo that is stopped before its end says so, also to the shell."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes.signal_at_fork import MOMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
CODES = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
DEMO = ["demo", "--once", "--out"]
STRUCK = """
import sys
from signal import Signals
from provisioning.__main__ import main
from tests.fakes.signal_at_fork import AT_FORK
AT_FORK.arm(Signals(int(sys.argv[1])), sys.argv[2])
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> Iterator[None]:
    """A test run in a shell's background ignores SIGINT, and so would the demo."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a demo; one that does not end of itself is killed."""
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        try:
            yield demo
        finally:
            demo.kill()


def wait_for(path: Path, demo: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert demo.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(("number", "code"), CODES)
def test_a_demo_that_a_signal_ends_gives_its_number(
    tmp_path: Path,
    number: signal.Signals,
    code: int,
) -> None:
    with started(["-m", "provisioning", *DEMO, str(tmp_path / "o")]) as demo:
        wait_for(tmp_path / "o" / "site" / "hub.toml", demo)
        demo.send_signal(number)
        _, said = demo.communicate(timeout=60)
    assert demo.returncode == code
    assert said.strip() == "The demo was stopped before its end."


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("number", "code"), CODES)
def test_a_signal_while_the_demo_forks_is_not_lost(
    tmp_path: Path,
    number: signal.Signals,
    code: int,
    moment: str,
) -> None:
    asked = [str(int(number)), moment, *DEMO, str(tmp_path / "o")]
    with started(["-c", STRUCK, *asked]) as demo:
        _, said = demo.communicate(timeout=60)
    assert demo.returncode == code
    assert said.strip() == "The demo was stopped before its end."
