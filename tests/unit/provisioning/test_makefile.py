"""What a user gives to `make demo` reaches the program as written and is never run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Stand in for Python: set-up does nothing, the program writes down its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("python3.11", "exit 0"), ("told", 'printf "%s\\0" "$@" > "$TOLD"')):
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    return folder


def demo(programs: Path, *given: str, environment: Mapping[str, str] | None = None) -> list[str]:
    told = programs / "arguments"
    kept = {name: value for name, value in os.environ.items() if name not in {"LANGUAGE", "OUT"}}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["make", "demo", f"PY={programs / 'told'}", *given],
        cwd=ROOT,
        env={**kept, "PATH": path, "TOLD": str(told), **(environment or {})},
        capture_output=True,
        check=True,
    )
    return told.read_text().split("\0")[:-1]


@pytest.mark.parametrize(
    "name",
    [
        "x`touch {spot}`.wav",
        "x$(touch {spot}).wav",
        "$(shell touch {spot})",
        '"; touch {spot}; "',
        "'; touch {spot}; '",
        "$HOME.mp4",
        "a b\tc.wav",
        "-x.wav",
    ],
)
def test_a_files_name_is_given_on_as_written_and_not_run(programs: Path, name: str) -> None:
    spot = programs / "touched"
    name = name.format(spot=spot)
    assert demo(programs, f"AUDIO={name}") == ["-m", "provisioning", "demo", f"--audio={name}"]
    assert not spot.exists()


def test_every_option_is_given_on(programs: Path) -> None:
    given = ("ONCE=1", "VIDEO=v", "LANGUAGE=zh", "PROFILE=eu", "JOB=j", "SPEED=max", "OUT=o")
    options = "--once --video=v --language=zh --profile=eu --job=j --speed=max --out=o"
    assert demo(programs, *given)[3:] == options.split()


@pytest.mark.parametrize(
    ("language", "options"), [("en", ["--language=en"]), ("en_GB:en", []), ("fr", [])]
)
def test_gettexts_language_is_not_taken_for_ours(
    programs: Path,
    language: str,
    options: list[str],
) -> None:
    assert demo(programs, environment={"LANGUAGE": language})[3:] == options


def test_a_wrong_language_on_the_command_line_is_not_swallowed(programs: Path) -> None:
    assert demo(programs, "LANGUAGE=fr")[3:] == ["--language=fr"]


def test_a_machine_without_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    make = shutil.which("make")
    assert make is not None
    ran = subprocess.run(
        [make, "demo", "SHELL=/bin/sh"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert ran.stderr.splitlines()[0].startswith("P-SETUP-001: no python3 was found.")
