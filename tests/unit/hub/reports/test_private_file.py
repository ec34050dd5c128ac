"""What is exported is for who asked for it alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hub.reports.private_file import create, make_folder

if TYPE_CHECKING:
    from pathlib import Path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_file_and_folder_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "given" / "out"
    make_folder(folder)
    with create(folder / "report.json") as file:
        file.write(b"{}")
    assert (mode(folder), mode(folder / "report.json")) == (0o700, 0o600)


def test_a_file_that_others_could_read_is_replaced(tmp_path: Path) -> None:
    old = tmp_path / "report.json"
    old.write_bytes(b"older and longer")
    old.chmod(0o644)
    with create(old) as file:
        file.write(b"new")
    assert (mode(old), old.read_bytes()) == (0o600, b"new")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"kept")
    link.symlink_to(target)
    create(link).close()
    assert target.read_bytes() == b"kept"
    assert not link.is_symlink()


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with create(pipe) as file:
        file.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
