from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from provisioning import authority
from provisioning.__main__ import main
from provisioning.errors import (
    AlreadyEnrolledError,
    AuthorityError,
    EnrolError,
    FolderError,
    HostError,
)
from wire.identity import certificate_of, fingerprint, kiosk_id_of

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 2, tzinfo=UTC)
STEPS = ("kiosk.key", "kiosks/lobby-1.crt", "authority.crt", "kiosk.crt")
"""What enrolling writes, in this order."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    authority.prepare(tmp_path / "site", (), NOW)
    return tmp_path / "site"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_private_key_is_its_owners_alone(site: Path, tmp_path: Path) -> None:
    authority.enrol(site, "lobby-1", tmp_path / "kiosk", NOW)
    keys = [*site.rglob("*.key"), *(tmp_path / "kiosk").rglob("*.key")]
    assert {path.name for path in keys} == {"authority.key", "hub.key", "web.key", "kiosk.key"}
    assert {mode(path) for path in keys} == {0o600}
    assert mode(site) == 0o700


def test_a_kiosks_key_stays_where_it_was_made(site: Path, tmp_path: Path) -> None:
    given = authority.enrol(site, "lobby-1", tmp_path / "kiosk", NOW)
    key = given.key.read_bytes()
    assert all(key not in path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert kiosk_id_of(certificate_of(given.certificate.read_bytes())) == "lobby-1"
    assert given.authority.read_bytes() == (site / "authority.crt").read_bytes()
    assert authority.kiosks(site) == ("lobby-1",)


def test_preparing_again_keeps_the_root_and_the_keys(site: Path) -> None:
    keys = {path: path.read_bytes() for path in site.glob("*.key")}
    root = fingerprint(certificate_of((site / "authority.crt").read_bytes()))
    assert authority.prepare(site, ["hub.example"], NOW) == root
    assert {path: path.read_bytes() for path in site.glob("*.key")} == keys


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_an_enrolment_that_was_killed_after_any_step_is_finished_by_the_next(
    site: Path,
    tmp_path: Path,
    done: int,
) -> None:
    out = tmp_path / "kiosk"
    key = authority.enrol(site, "lobby-1", out, NOW).key.read_bytes()
    for step in STEPS[done:]:
        (site if step.startswith("kiosks/") else out).joinpath(step).unlink()
    given = authority.enrol(site, "lobby-1", out, NOW)
    assert (given.key.read_bytes() == key) == (done > 0)
    assert kiosk_id_of(certificate_of(given.certificate.read_bytes())) == "lobby-1"
    assert not list(out.glob(".*.part"))


def test_a_name_in_use_is_not_given_to_another_key(site: Path, tmp_path: Path) -> None:
    authority.enrol(site, "lobby-1", tmp_path / "first", NOW)
    authority.enrol(site, "lobby-2", tmp_path / "second", NOW)
    for folder in ("second", "third"):
        with pytest.raises(AlreadyEnrolledError, match="P-ENROL-002"):
            authority.enrol(site, "lobby-1", tmp_path / folder, NOW)
    assert not list((tmp_path / "third").iterdir())


@pytest.mark.parametrize("name", ["hub", "../escape", "", "A"])
def test_a_name_that_is_not_a_kiosks_leaves_no_folder(
    site: Path,
    tmp_path: Path,
    name: str,
) -> None:
    with pytest.raises(EnrolError):
        authority.enrol(site, name, tmp_path / "kiosk", NOW)
    assert not (tmp_path / "kiosk").exists()


def test_a_folder_without_an_authority_enrols_nobody(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="P-AUTHORITY-001"):
        authority.enrol(tmp_path, "lobby-1", tmp_path / "kiosk", NOW)


def test_a_lost_root_is_not_silently_replaced_while_kiosks_trust_it(
    site: Path,
    tmp_path: Path,
) -> None:
    authority.enrol(site, "lobby-1", tmp_path / "kiosk", NOW)
    (site / "authority.crt").unlink()
    with pytest.raises(AuthorityError):
        authority.prepare(site, (), NOW)


@pytest.mark.parametrize("damage", ["authority.key", "authority.crt"])
def test_an_authority_whose_halves_do_not_fit_is_refused(
    site: Path,
    tmp_path: Path,
    damage: str,
) -> None:
    authority.prepare(tmp_path / "other", (), NOW)
    (site / damage).write_bytes((tmp_path / "other" / damage).read_bytes())
    with pytest.raises(AuthorityError):
        authority.load(site)


def test_a_certificate_that_is_none_is_named(site: Path) -> None:
    (site / "authority.crt").write_bytes(b"")
    with pytest.raises(AuthorityError, match=r"authority\.crt"):
        authority.load(site)


def test_a_wrong_host_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(HostError):
        authority.prepare(tmp_path / "site", ["http://hub"], NOW)
    assert not (tmp_path / "site").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderError, match="P-FOLDER-001"):
        authority.prepare(tmp_path / "file" / "site", (), NOW)


def test_the_commands_found_a_site_and_enrol_a_kiosk(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site, kiosk = str(tmp_path / "site"), str(tmp_path / "kiosk")
    assert main(["authority", "--dir", site, "--host", "hub.example", "--host", "10.0.0.5"]) == 0
    assert main(["enrol", "--authority", site, "--kiosk", "lobby-1", "--out", kiosk]) == 0
    said = capsys.readouterr().out.splitlines()
    root = certificate_of((tmp_path / "kiosk" / "authority.crt").read_bytes())
    assert said == [f"{site}: {fingerprint(root)}", f"lobby-1: {kiosk}/kiosk.crt"]


def test_a_command_that_fails_says_one_line_with_a_code(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = ["--kiosk", "lobby-1", "--out", str(tmp_path / "kiosk")]
    assert main(["enrol", "--authority", str(tmp_path), *wanted]) == 2
    said = capsys.readouterr().err
    assert said.startswith("P-AUTHORITY-001: ")
    assert said.count("\n") == 1
