"""What an installed Mosquitto reads names the kiosks that are enrolled, and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from provisioning import authority
from provisioning.__main__ import main
from provisioning.broker import acl
from wire.policy import Profile
from wire.topics import HUB

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "authority"
    authority.prepare(folder, ("hub.example.org",), NOW)
    for name in ("room-1", "room-2", "retired"):
        authority.enrol(folder, name, tmp_path / name, NOW)
    return folder


def written(site: Path, *more: str) -> tuple[str, str]:
    out = site.parent / "mosquitto"
    asked = ("--authority", str(site), "--profile", "eu", "--out", str(out))
    assert main(["broker", *asked, *more]) == 0
    return (out / "mosquitto.conf").read_text(), (out / "acl").read_text()


def test_the_access_list_names_every_enrolled_kiosk(site: Path) -> None:
    _, listed = written(site, "--without", "retired")
    assert listed == acl(HUB, {"room-1": Profile.EU, "room-2": Profile.EU})


def test_the_configuration_is_mosquittos_own_users_to_read(site: Path) -> None:
    lines = written(site, "--identity", "/etc/mosquitto/certs")[0].splitlines()
    assert "listener 8883 0.0.0.0" in lines
    assert "certfile /etc/mosquitto/certs/hub.crt" in lines
    assert "persistence_location /var/lib/mosquitto/" in lines
    assert f"acl_file {site.parent / 'mosquitto' / 'acl'}" in lines
    assert "user root" not in lines
    assert (site.parent / "mosquitto" / "acl").stat().st_mode & 0o777 == 0o644


def test_without_an_authority_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "mosquitto"
    asked = ["--authority", str(tmp_path), "--profile", "eu", "--out", str(out)]
    assert main(["broker", *asked]) == 2
    assert not out.exists()
