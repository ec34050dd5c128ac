"""Set-up on machines that lack something, or where an earlier set-up was cut."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from provisioning import bootstrap
from provisioning.bootstrap import SetupError

ROOT = Path(__file__).resolve().parents[3]


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def environment(folder: Path, *, version: str, pip: str) -> Path:
    program(
        folder / "bin" / "python",
        f'if [ "$1" = -c ]; then echo {version}; else {pip}; fi',
    )
    return folder


def test_an_old_python_can_parse_it_and_so_say_which_one_is_wanted() -> None:
    source = (ROOT / "provisioning" / "bootstrap.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    futures = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    assert futures == []


def test_a_machine_without_the_right_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    other = program(tmp_path / "python3", "echo 3.12")
    with pytest.raises(SetupError, match=r"P-SETUP-001: Python 3\.11") as raised:
        bootstrap.find_python((str(tmp_path / "absent"), str(other)))
    assert "\n" not in str(raised.value)


def test_the_first_python_of_the_right_version_is_taken(tmp_path: Path) -> None:
    other = program(tmp_path / "other", "echo 3.9")
    right = program(tmp_path / "right", "echo 3.11")
    assert bootstrap.find_python((str(other), str(right))) == str(right)


@pytest.mark.parametrize(
    ("version", "pip", "whole"),
    [
        ("3.11", "echo pip 24", True),
        ("3.11", "exit 1", False),
        ("3.12", "echo pip 24", False),
    ],
)
def test_an_environment_is_whole_with_its_python_and_pip(
    tmp_path: Path,
    version: str,
    pip: str,
    whole: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert bootstrap.is_whole(environment(tmp_path / "venv", version=version, pip=pip)) is whole


def test_an_environment_that_is_not_there_is_not_whole(tmp_path: Path) -> None:
    assert not bootstrap.is_whole(tmp_path / "venv")


def test_a_python_without_headers_and_venv_names_both_packages(tmp_path: Path) -> None:
    bare = program(tmp_path / "python", "echo 0 0")
    assert bootstrap.python_packages(str(bare)) == ("python3.11-venv", "python3.11-dev")


def test_who_is_not_root_gets_the_line_to_run() -> None:
    with pytest.raises(SetupError, match=r"Run: sudo apt-get install .* kiosk-absent"):
        bootstrap.install_system_packages(("kiosk-absent",), root=False)


STEP = """
import sys
from provisioning import bootstrap
bootstrap.prepare = lambda purpose: bootstrap._run("X", "sh", "-c", "echo up; exec sleep 60")
sys.argv = ["bootstrap", "tools"]
sys.exit(bootstrap.main())
"""


def test_ctrl_c_is_one_line_and_ends_the_step() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STEP],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as setup:
        assert setup.stdout is not None
        assert setup.stdout.readline() == "up\n"
        setup.send_signal(signal.SIGINT)
        rest, said = setup.communicate(timeout=30)  # the step held the pipe: it has ended
    assert setup.returncode == 130
    assert rest == ""
    assert said.strip().splitlines() == [
        "[set-up] stopped; run it again: what is finished stays done"
    ]


def test_this_python_has_what_it_takes() -> None:
    headers = Path(sysconfig.get_paths()["include"], "Python.h").exists()
    assert ("python3.11-dev" in bootstrap.python_packages(sys.executable)) is not headers


def test_page_files_are_fetched_once_for_a_lock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "package.json").write_text('{"name": "nothing", "private": true}')
    lock = '{"name": "nothing", "lockfileVersion": 3, "requires": true, "packages": {"": {}}}'
    (tmp_path / "package-lock.json").write_text(lock)
    (tmp_path / "node_modules").mkdir()
    bootstrap.fetch_page_files(tests=False, web=tmp_path)
    bootstrap.fetch_page_files(tests=False, web=tmp_path)
    assert capsys.readouterr().out.count("[set-up] what HR's pages have from npm") == 1
    bootstrap.fetch_page_files(tests=True, web=tmp_path)
    assert "[set-up] what HR's pages have from npm" in capsys.readouterr().out
