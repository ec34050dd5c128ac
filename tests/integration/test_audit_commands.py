"""The audit log leaves the hub and is verified there and elsewhere, by the real programs."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hub.people import audit
from hub.people.rights import Role
from hub.storage.database import writing
from tests.fakes.hub_site import HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
BOUND_S = 60.0


@dataclass(frozen=True)
class Desk:
    hub: HubSite
    folder: Path

    @property
    def left(self) -> Path:
        return self.folder / "left"

    def run(self, *words: str, package: str = "hub") -> subprocess.CompletedProcess[str]:
        settings = ("--settings", str(self.hub.settings_file)) if package == "hub" else ()
        command = [sys.executable, "-m", package, *settings, *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=BOUND_S)

    def change(self, statement: str) -> None:
        with writing(self.hub.engine) as session:
            session.execute(text(statement))

    def verified_elsewhere(self, export: Path) -> subprocess.CompletedProcess[str]:
        root, left = str(self.hub.settings.identity.authority), str(self.left)
        words = ("audit-verify", str(export), "--authority", root, "--checkpoints", left)
        return self.run(*words, package="provisioning")


@contextmanager
def process(desk: Desk, name: str, sign: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "hub", "--settings", str(desk.hub.settings_file), name]
    with (desk.folder / f"{name}.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + BOUND_S
        while not any(sign.parent.glob(sign.name)):
            assert running.poll() is None, (desk.folder / f"{name}.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        running.terminate()
        running.wait(BOUND_S)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for folder in ("hub", "left", "exports"):
        (tmp_path / folder).mkdir()
    hub = HubSite(tmp_path / "hub")
    with hub.settings_file.open("a") as file:
        file.write(
            f'audit = {{ checkpoint_dir = "{tmp_path}/left", export_dir = "{tmp_path}/exports" }}\n'
        )
    hub.person(Role.HR_MANAGER)
    with writing(hub.engine) as session:
        for number in range(20):
            audit.record(session, "account:1", "view_interview", str(number))
    made = Desk(hub, tmp_path)
    with process(made, "keeper", hub.settings.keeper.socket):
        yield made
    hub.close()


def test_a_log_is_good_here_and_elsewhere_until_somebody_changes_it(desk: Desk) -> None:
    code = desk.run("audit", "checkpoint").stdout.strip()
    verified = desk.run("audit", "verify", "--code", code)
    assert verified.returncode == 0, verified.stderr
    assert "Good up to entry" in verified.stdout
    assert "1 checkpoints" in verified.stdout

    export = desk.folder / "audit.jsonl"
    assert desk.run("audit", "export", "--out", str(export)).returncode == 0
    elsewhere = desk.verified_elsewhere(export)
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert elsewhere.stdout.startswith("Good: ")
    assert export.stat().st_mode & 0o777 == 0o600

    desk.change("UPDATE audit_entry SET actor = 'account:2' WHERE id = 7")
    assert "entry 7" in desk.run("audit", "verify").stderr
    assert desk.run("audit", "export", "--out", str(export)).returncode == 0
    elsewhere = desk.verified_elsewhere(export)
    assert elsewhere.returncode == 2
    assert "The first bad entry is 7" in elsewhere.stderr


def test_a_log_written_anew_and_signed_anew_is_found_by_what_left_the_hub(desk: Desk) -> None:
    code = desk.run("audit", "checkpoint").stdout.strip()
    desk.change("DELETE FROM audit_entry WHERE id >= 5")
    with writing(desk.hub.engine) as session:
        for number in range(30):
            audit.record(session, "account:1", "view_interview", str(number))
    export = desk.folder / "audit.jsonl"
    assert desk.run("audit", "export", "--out", str(export)).returncode == 0
    elsewhere = desk.verified_elsewhere(export)
    assert elsewhere.returncode == 2
    assert "remembers" in elsewhere.stderr
    assert desk.run("audit", "verify").returncode == 2
    for path in desk.left.iterdir():
        path.unlink()
    assert desk.run("audit", "verify", "--code", code).returncode == 2


def test_the_process_leaves_a_checkpoint_and_the_due_export(desk: Desk) -> None:
    exports = desk.folder / "exports"
    with process(desk, "witness", exports / "audit-*.jsonl"):
        assert list(desk.left.glob("checkpoint-*.json"))
    (export,) = exports.iterdir()
    elsewhere = desk.verified_elsewhere(export)
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert desk.run("audit", "export", "--due").stdout == "Nothing was due.\n"


def test_lines_for_reading_are_written_in_either_language(desk: Desk) -> None:
    out = desk.folder / "lines.csv"
    for language, said in (("zh", "查看候选人5的面试"), ("en", "looked at the interview of")):
        words = ("audit", "export", "--lines", "--language", language, "--out", str(out))
        assert desk.run(*words).returncode == 0
        assert said in out.read_text()
        assert "hr_manager-en," in out.read_text()
    later = desk.run("audit", "export", "--lines", "--from", "2100-01-01", "--out", str(out))
    assert later.returncode == 0
    assert out.read_text() == ""


def test_a_full_disk_stops_the_export_with_a_code(desk: Desk) -> None:
    answer = desk.run("audit", "export", "--out", "/dev/full")
    assert answer.returncode == 2
    assert answer.stderr.startswith("H-")
