"""Keeper and hub as two users of one group, as the units run them; a stranger gets nothing."""

from __future__ import annotations

import os
import tempfile
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
from hub.storage.tables.header import Header
from tests.integration.several_users import (
    GROUP,
    HUB_UID,
    STRANGER_UID,
    keeper_running,
    stored,
    succeeds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become several users"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        yield Path(made)


def test_the_hubs_user_gets_a_key_and_a_verification_a_stranger_nothing(folder: Path) -> None:
    settings, (recording, *_) = stored(folder)
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
        verified = keeper.verify(header, "arriving/fresh", recording.id)
        assert verified.plain_bytes == recording.plain_bytes

    def is_kept_out() -> None:
        with pytest.raises(KeeperError, match=r"[Pp]ermission"):
            keeper.unwrap(recording.id, 1)

    with keeper_running(settings):
        assert succeeds(HUB_UID, GROUP.gr_gid, opens)
        assert succeeds(HUB_UID, GROUP.gr_gid, stores)
        assert succeeds(STRANGER_UID, STRANGER_UID, is_kept_out)


def test_a_group_that_does_not_exist_stops_the_keeper(folder: Path) -> None:
    settings, _ = stored(folder)
    wrong = msgspec.structs.replace(settings.keeper, group="no-such-group-here")
    with pytest.raises(SettingsError, match="no-such-group-here"):
        keeper_process.run(msgspec.structs.replace(settings, keeper=wrong))
