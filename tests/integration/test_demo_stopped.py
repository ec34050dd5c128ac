"""A demo that is stopped before its end says so, also to the shell."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


def wait_for(path: Path, demo: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert demo.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_demo_that_a_signal_ends_gives_its_number(
    tmp_path: Path,
    number: signal.Signals,
    code: int,
) -> None:
    command = [sys.executable, "-m", "provisioning", "demo", "--once", "--out", str(tmp_path / "o")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as demo:
        wait_for(tmp_path / "o" / "site" / "hub.toml", demo)
        demo.send_signal(number)
        _, said = demo.communicate(timeout=60)
    assert demo.returncode == code
    assert said.strip() == "The demo was stopped before its end."
