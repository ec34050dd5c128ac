"""A hub of one site: its settings, its database, and its processes as they are in earnest."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomli_w

from hub import settings as hub_settings
from hub.storage.database import open_engine, reading
from hub.storage.migrate import migrate
from hub.workflow import interviews, jobs, kiosks
from tests.integration.site import HOST, KIOSKS, free_port
from wire import sealed
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.settings import Settings
    from provisioning.authority import Credentials

PATIENCE_S = 90.0
JOB_ID = "bank-account-manager"


@dataclass(frozen=True, slots=True)
class HubPlace:
    """Where a hub lives."""

    file: Path
    settings: Settings
    engine: Engine

    def schedule(self, kiosk_id: str, profile: Profile) -> str:
        """Let a kiosk expect somebody."""
        return interviews.schedule(self.engine, profile, kiosk_id, JOB_ID, "Test Candidate")

    def wait_for(self, fact: Callable[[Session], bool]) -> None:
        """Wait until the database says so."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with reading(self.engine) as session:
                if fact(session):
                    return
            assert time.monotonic() < deadline, "the hub did not get there"
            time.sleep(0.05)


@contextmanager
def hub_place(
    folder: Path, hub: Credentials, broker_port: int = 1, profile: Profile = Profile.CN
) -> Iterator[HubPlace]:
    """Write settings, make the database, enrol the kiosks of the test's site."""
    folder.mkdir(parents=True)
    identity = folder / "identity.txt"
    identity.touch(mode=0o600)
    identity.write_text(sealed.generate_identity()[0] + "\n")
    table: dict[str, Any] = {
        "state_dir": str(folder / "state"),
        "profile": profile.value,
        "policy": str(hub.authority.parent / f"lobby-{profile.value}" / "policy.json"),
        "broker": {"host": HOST, "port": broker_port},
        "identity": {
            "certificate": str(hub.certificate),
            "key": str(hub.key),
            "authority": str(hub.authority),
        },
        "receive": {"host": HOST, "port": free_port()},
        "web": {"host": HOST, "port": free_port()},
        "keeper": {"identity_file": str(identity), "socket": str(folder / "k.sock")},
        "live": {"socket": str(folder / "s.sock")},
    }
    file = folder / "hub.toml"
    file.write_text(tomli_w.dumps(table))
    settings = hub_settings.load(file)
    migrate(settings)
    engine = open_engine(settings.database_url)
    jobs.import_shipped(engine)
    for kiosk in KIOSKS:
        kiosks.add(engine, kiosk)
    yield HubPlace(file, settings, engine)
    engine.dispose()


@contextmanager
def hub_process(place: HubPlace, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one process of the hub; it must leave of itself when asked."""
    command = [sys.executable, "-m", "hub", "--settings", str(place.file), name]
    with (place.file.parent / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def log_of(place: HubPlace, name: str) -> str:
    """Give what a process has logged."""
    return (place.file.parent / f"{name}.log").read_text()


def wait_for_log(
    place: HubPlace,
    name: str,
    event: str,
    process: subprocess.Popen[bytes],
) -> None:
    """Wait until a process has logged an event."""
    deadline = time.monotonic() + PATIENCE_S
    while event not in log_of(place, name):
        assert process.poll() is None, log_of(place, name)
        assert time.monotonic() < deadline, f"{name} did not log {event}"
        time.sleep(0.05)
