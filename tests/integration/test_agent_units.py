"""The systemd units, judged by systemd itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

UNITS = sorted((Path(__file__).resolve().parent.parent.parent / "systemd").glob("*.service"))
INSTALLED = "/usr/lib/interview-kiosk/venv/bin/python"
MOST_EXPOSED = "20"
"""Tenths on systemd's scale, on which an unprotected service has 96."""


def test_there_is_a_unit_for_each_process() -> None:
    kiosk = {f"interview-kiosk-{one}" for one in ("recorder", "senses", "agent", "uploader")}
    hub = {
        f"interview-hub-{one}" for one in ("ingest", "receive", "web", "keeper", "mail", "witness")
    }
    assert {path.stem for path in UNITS} == kiosk | hub


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_accepts_the_unit_without_a_word(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace(INSTALLED, sys.executable))
    ran = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_the_unit_has_few_rights(unit: Path) -> None:
    judge = ["systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}"]
    ran = subprocess.run([*judge, str(unit)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-200:]
