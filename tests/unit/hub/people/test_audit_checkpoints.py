"""Checkpoints are signed, leave the hub, and remember what a chain alone forgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hub.app.witness import is_due
from hub.keeper.vault import Places, Vault
from hub.people import audit, audit_checkpoints, audit_state, site_key
from hub.people.audit_checkpoints import Checkpoint
from hub.people.errors import AlteredLogError, CheckpointError
from hub.settings import AuditSettings, Identity
from hub.storage.database import open_engine, writing
from hub.storage.schema import METADATA
from hub.storage.tables.header import HeaderTable
from provisioning import authority
from wire import sealed
from wire.errors import IdentityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from hub.people.site_key import SiteKey

COUNT = 6


@dataclass(frozen=True)
class Room:
    engine: Engine
    vault: Vault
    key: SiteKey
    left: Path

    def act(self, count: int = COUNT) -> None:
        with writing(self.engine) as session:
            for number in range(count):
                audit.record(session, "account:1", "view_interview", f"{number}")

    def leave(self, since: Checkpoint | None = None) -> Checkpoint:
        made = audit_state.checkpoint(self.engine, self.vault, self.key, since)
        audit_checkpoints.write(self.left, made, self.key)
        return made

    def read(self) -> list[Checkpoint]:
        return list(audit_checkpoints.read(self.left, self.key.authority))

    def change(self, statement: str) -> None:
        with writing(self.engine) as session:
            session.execute(text(statement))

    def fault(self) -> str:
        state = audit_state.verify(self.engine, self.vault, self.read())
        with pytest.raises(AlteredLogError) as error:
            state.raise_if_altered()
        return str(error.value)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SiteKey:
    folder = tmp_path_factory.mktemp("authority")
    authority.prepare(folder, (), datetime.now(UTC))
    files = authority.in_folder(folder, "hub")
    return site_key.load(
        Identity(certificate=files.certificate, key=files.key, authority=files.authority)
    )


@pytest.fixture
def room(tmp_path: Path, key: SiteKey) -> Iterator[Room]:
    names = ("hub", "headers", "receipts")
    main, headers, own = (open_engine(f"sqlite:///{tmp_path / name}.db") for name in names)
    METADATA.create_all(main)
    HeaderTable.metadata.create_all(headers)
    vault = Vault(sealed.generate_identity()[0], Places(main, headers, own, tmp_path))
    (tmp_path / "left").mkdir()
    made = Room(main, vault, key, tmp_path / "left")
    made.act()
    yield made
    for engine in (main, headers, own):
        engine.dispose()


def newest_of(room: Room) -> int:
    return audit_state.verify(room.engine, room.vault, []).verdict.upto.seq


def test_a_checkpoint_is_read_as_it_was_left(room: Room) -> None:
    made = room.leave()
    assert room.read() == [made]
    assert made.seq == newest_of(room)
    assert made.receipts == 1
    assert audit_checkpoints.newest(room.left, room.key.authority) == made


def test_the_end_cut_off_behind_a_checkpoint_is_found_by_it(room: Room) -> None:
    made = room.leave()
    room.change(f"DELETE FROM audit_entry WHERE id = {made.seq}")  # noqa: S608 - a number of ours
    assert f"entry {made.seq}" in room.fault()
    with pytest.raises(AlteredLogError):
        room.leave(made)


def test_a_chain_that_was_hashed_again_is_found_by_the_checkpoint(room: Room) -> None:
    first = room.leave()
    room.act()
    last = room.leave(first)
    room.change(f"DELETE FROM audit_entry WHERE id > {first.seq}")  # noqa: S608 - a number of ours
    room.act(COUNT - 1)
    with writing(room.engine) as session:
        audit.record(session, "account:2", "view_interview", "5")
    assert f"an entry from {first.seq + 1} to {last.seq}" in room.fault()


def test_an_altered_log_gets_no_checkpoint(room: Room) -> None:
    room.change("UPDATE audit_entry SET actor = 'account:2' WHERE id = 3")
    with pytest.raises(AlteredLogError, match="entry 3"):
        room.leave()


def test_what_a_verification_found_is_in_the_log(room: Room) -> None:
    state = audit_state.verify(room.engine, room.vault, [])
    audit_state.note(room.engine, "command:root", state)
    last = audit_state.last_check(room.engine)
    assert last is not None
    assert (last.is_good, last.detail) == (True, str(state.verdict.upto.seq))
    room.change("UPDATE audit_entry SET detail = 'x' WHERE id = 2")
    state = audit_state.verify(room.engine, room.vault, [])
    audit_state.note(room.engine, "command:root", state)
    last = audit_state.last_check(room.engine)
    assert last is not None
    assert not last.is_good
    assert "entry 2" in last.detail


def test_a_checkpoint_of_another_site_is_refused(room: Room, tmp_path: Path) -> None:
    room.leave()
    authority.prepare(tmp_path / "other", (), datetime.now(UTC))
    theirs = authority.load(tmp_path / "other").certificate
    with pytest.raises(CheckpointError, match="checkpoint-"):
        list(audit_checkpoints.read(room.left, theirs))


def test_a_checkpoint_that_was_altered_is_refused(room: Room) -> None:
    room.leave()
    (path,) = room.left.glob("checkpoint-*.json")
    whole = path.read_bytes()
    for place in range(0, len(whole), 37):
        data = bytearray(whole)
        data[place] ^= 1
        path.write_bytes(data)
        with pytest.raises(CheckpointError):
            room.read()


def test_a_certificate_of_another_time_or_holder_signs_nothing(room: Room) -> None:
    key, later = room.key, datetime.now(UTC) + timedelta(days=4000)
    with pytest.raises(IdentityError):
        audit_checkpoints.check_certificate(key.certificate, key.authority, later)
    with pytest.raises(IdentityError):
        audit_checkpoints.check_certificate(key.authority, key.authority, datetime.now(UTC))


def test_a_checkpoint_copied_to_paper_is_read_back(room: Room) -> None:
    made = room.leave()
    code = audit_checkpoints.code_of(made.seq, made.hash)
    assert len(code) < 40
    assert audit_checkpoints.pin_of(code.upper()) == (made.seq, made.hash[:20])
    with pytest.raises(CheckpointError):
        audit_checkpoints.pin_of("12: abc")


@pytest.mark.parametrize(
    ("newest", "minutes", "due"),
    [
        (10, 0, False),
        (10, 999, False),
        (11, 59, False),
        (11, 60, True),
        (509, 0, False),
        (510, 0, True),
        (9, 60, True),
    ],
)
def test_a_checkpoint_is_due_after_enough_entries_or_time(
    newest: int, minutes: int, *, due: bool
) -> None:
    now = datetime.now(UTC)
    last = Checkpoint(seq=10, hash="", at=now, receipts=0, receipts_hash="", certificate="")
    later = now + timedelta(minutes=minutes)
    assert is_due(AuditSettings(), last, newest, later) is due
    assert is_due(AuditSettings(), None, newest, later)
