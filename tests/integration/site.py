"""A site's authority, some kiosks, and a running broker for the length of a test module."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioning import authority, policy_signing
from provisioning.broker import Broker
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provisioning.authority import Credentials

HOST = "127.0.0.1"
KIOSKS = {"lobby-cn": Profile.CN, "lobby-eu": Profile.EU, "lobby-us": Profile.US}


@dataclass(frozen=True, slots=True)
class Site:
    """Who is known, and the broker that knows them."""

    folder: Path
    broker: Broker
    hub: Credentials
    kiosks: dict[str, Credentials]


def free_port() -> int:
    """Give a TCP port that nobody uses now."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def found(folder: Path) -> tuple[Credentials, dict[str, Credentials]]:
    """Make an authority in `folder`, enrol the kiosks, and sign each one's policy beside it."""
    now = datetime.now(UTC)
    authority.prepare(folder, (), now)
    kiosks = {name: authority.enrol(folder, name, folder / name, now) for name in KIOSKS}
    places = {folder: Profile.CN, **{folder / name: profile for name, profile in KIOSKS.items()}}
    for place, profile in places.items():
        policy_signing.sign(folder, profile, place / "policy.json", now, dry_run=False)
    return authority.in_folder(folder, "hub"), kiosks


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Run a broker that knows the hub and the kiosks."""
    hub, kiosks = found(folder / "authority")
    with Broker(folder / "broker", HOST, free_port(), hub, dict(KIOSKS)) as broker:
        yield Site(folder, broker, hub, kiosks)
