"""Keeper, hub and strangers as users of their own, as the units run them; only root can."""

from __future__ import annotations

import grp
import multiprocessing
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from hub.app import keeper as keeper_process
from hub.storage.migrate import migrate
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hub.settings import Settings
    from hub.storage.tables.recording import Recording

HUB_UID, KEEPER_UID, STRANGER_UID = 60101, 60102, 60103
GROUP = next(one for one in grp.getgrall() if one.gr_gid)
BOUND_S = 60.0
_FORK = multiprocessing.get_context("fork")


def become(user: int, group: int, work: Callable[[], object]) -> None:
    """Do something as another user, for good."""
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    os.umask(0o007)
    work()


def succeeds(user: int, group: int, work: Callable[[], object]) -> bool:
    """Say whether something ended without an error, done as another user."""
    process = _FORK.Process(target=become, args=(user, group, work))
    process.start()
    process.join(BOUND_S)
    return process.exitcode == 0


def stored(folder: Path) -> tuple[Settings, list[Recording]]:
    """Give a hub that belongs to the hub's user, with recordings in it."""
    state = folder / "state"
    state.mkdir()
    site = HubSite(state)
    recordings = site.recordings(site.held("Somebody", Sitting()), "media")
    site.close()
    for place in ("run", "keeper"):
        (folder / place).mkdir()
    identity = site.settings.keeper.identity_file.rename(folder / "keeper" / "identity.txt")
    (state / "receipts.db").unlink()
    keeper = msgspec.structs.replace(
        site.settings.keeper,
        group=GROUP.gr_name,
        socket=folder / "run" / "keeper.sock",
        identity_file=identity,
    )
    settings = msgspec.structs.replace(site.settings, keeper=keeper)
    migrate(settings)
    for path in (state, *state.rglob("*")):
        os.chown(path, HUB_UID, GROUP.gr_gid)
    for path in (folder / "run", folder / "keeper", identity):
        os.chown(path, KEEPER_UID, GROUP.gr_gid)
    (folder / "keeper").chmod(0o700)
    (folder / "run").chmod(0o755)  # so that it is the socket itself that keeps strangers out
    return settings, recordings


@contextmanager
def keeper_running(settings: Settings) -> Iterator[None]:
    """Run the keeper as its own user, and wait for its socket."""
    process = _FORK.Process(
        target=become, args=(KEEPER_UID, GROUP.gr_gid, lambda: keeper_process.run(settings))
    )
    process.start()
    try:
        deadline = time.monotonic() + BOUND_S
        while not _is_open_to_the_group(settings.keeper.socket):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.join(BOUND_S)


def _is_open_to_the_group(path: Path) -> bool:
    return path.is_socket() and path.stat().st_mode & 0o777 == 0o660
