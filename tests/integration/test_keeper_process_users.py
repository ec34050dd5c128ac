"""Keeper and hub as two users of one group, as the units run them; a stranger gets nothing."""

from __future__ import annotations

import grp
import multiprocessing
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from hub.app import keeper as keeper_process
from hub.errors import KeeperError, SettingsError
from hub.keeper.client import Keeper
from hub.keeper.vault import OPEN_RECORDING
from hub.people import audit
from hub.recordings.reader import Reader
from hub.recordings.store import Store
from hub.storage.database import open_headers, open_main, reading, writing
from hub.storage.migrate import migrate
from hub.storage.tables.header import Header
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hub.settings import Settings
    from hub.storage.tables.recording import Recording

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become several users"),
]
HUB_UID, KEEPER_UID, STRANGER_UID = 60101, 60102, 60103
GROUP = next(one for one in grp.getgrall() if one.gr_gid)
BOUND_S = 30.0
_FORK = multiprocessing.get_context("fork")


def become(user: int, group: int, work: Callable[[], object]) -> None:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    os.umask(0o007)
    work()


@contextmanager
def running(user: int, group: int, work: Callable[[], object]) -> Iterator[None]:
    process = _FORK.Process(target=become, args=(user, group, work))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(BOUND_S)


def succeeds(user: int, group: int, work: Callable[[], object]) -> bool:
    process = _FORK.Process(target=become, args=(user, group, work))
    process.start()
    process.join(BOUND_S)
    return process.exitcode == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        yield Path(made)


def stored(folder: Path) -> tuple[Settings, Recording]:
    """Give a hub that belongs to the hub's user, with a recording in it."""
    state = folder / "state"
    state.mkdir()
    site = HubSite(state)
    (recording, *_) = site.recordings(site.held("Somebody", Sitting()), "media")
    site.close()
    (folder / "run").mkdir()
    keeper = msgspec.structs.replace(
        site.settings.keeper, group=GROUP.gr_name, socket=folder / "run" / "keeper.sock"
    )
    settings = msgspec.structs.replace(site.settings, keeper=keeper)
    migrate(settings)
    for path in (state, *state.rglob("*")):
        os.chown(path, HUB_UID, GROUP.gr_gid)
    for path in (folder / "run", keeper.identity_file):
        os.chown(path, KEEPER_UID, GROUP.gr_gid)
    (folder / "run").chmod(0o755)  # so that it is the socket itself that keeps strangers out
    return settings, recording


def is_open_to_the_group(path: Path) -> bool:
    return path.is_socket() and path.stat().st_mode & 0o777 == 0o660


def test_the_hubs_user_gets_a_key_and_a_verification_a_stranger_nothing(folder: Path) -> None:
    settings, recording = stored(folder)
    keeper = Keeper(settings.keeper.socket)

    def opens() -> None:
        with writing(open_main(settings)) as session:
            entry = audit.record(session, "hr", OPEN_RECORDING, recording.id)
        key = keeper.unwrap(recording.id, entry)
        assert b"".join(Reader(settings.store_dir / recording.body, key).read_range(0, 9))

    def stores() -> None:
        with reading(open_headers(settings)) as session:
            header = session.get_one(Header, recording.id).header
        store = Store(settings.store_dir)
        store.prepare()
        store.create("fresh")
        body = (settings.store_dir / recording.body).read_bytes()
        store.append("arriving/fresh", 0, body)
        assert (
            keeper.verify(header, "arriving/fresh", recording.id).plain_bytes
            == recording.plain_bytes
        )

    def is_kept_out() -> None:
        with pytest.raises(KeeperError, match=r"[Pp]ermission"):
            keeper.unwrap(recording.id, 1)

    with running(KEEPER_UID, GROUP.gr_gid, lambda: keeper_process.run(settings)):
        deadline = time.monotonic() + BOUND_S
        while not is_open_to_the_group(settings.keeper.socket):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert succeeds(HUB_UID, GROUP.gr_gid, opens)
        assert succeeds(HUB_UID, GROUP.gr_gid, stores)
        assert succeeds(STRANGER_UID, STRANGER_UID, is_kept_out)


def test_a_group_that_does_not_exist_stops_the_keeper(folder: Path) -> None:
    settings, _ = stored(folder)
    wrong = msgspec.structs.replace(settings.keeper, group="no-such-group-here")
    with pytest.raises(SettingsError, match="no-such-group-here"):
        keeper_process.run(msgspec.structs.replace(settings, keeper=wrong))
