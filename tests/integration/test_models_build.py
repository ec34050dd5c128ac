"""The command itself, with a real pip that has nowhere to fetch from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


def run(out: Path) -> subprocess.CompletedProcess[str]:
    nowhere = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    return subprocess.run(
        [sys.executable, "-m", "models_quantized", "--files", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_what_is_there_and_as_pinned_is_not_fetched_again() -> None:
    ran = run(ROOT / ".cache" / "models")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "all there" in ran.stdout


def test_without_packages_one_line_says_what_is_missing_and_nothing_is_built(
    tmp_path: Path,
) -> None:
    ran = run(tmp_path / "models")

    assert ran.returncode == 1
    assert ran.stderr.startswith("M-PACKAGE-001: mediapipe==0.10.14: No matching distribution")
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "models").exists()


def test_a_folder_that_cannot_be_made_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    ran = run(tmp_path / "file" / "models")

    assert ran.returncode == 1
    assert ran.stderr.startswith("M-FOLDER-001: ")
    assert ran.stderr.count("\n") == 1
