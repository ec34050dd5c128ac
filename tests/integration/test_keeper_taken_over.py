"""Whoever has taken the web process over, with all of its rights, opens nothing unseen."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.errors import KeeperRefusedError
from hub.keeper.client import Keeper
from hub.keeper.vault import OPEN_RECORDING
from hub.people import audit, audit_log, audit_state
from hub.recordings.reader import Reader
from hub.storage.chain import ORIGIN
from hub.storage.database import open_headers, open_main, reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.header import Header
from tests.integration.several_users import GROUP, HUB_UID, keeper_running, stored, succeeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from hub.settings import Settings
    from hub.storage.tables.recording import Recording

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become several users"),
]


class Intruder:
    """Code in the web process: its user, its group, its database, its socket."""

    def __init__(self, settings: Settings, recordings: list[Recording]) -> None:
        self.settings = settings
        self.wanted, self.other = recordings[0], recordings[1]
        self.keeper = Keeper(settings.keeper.socket)

    @property
    def main(self) -> Engine:
        return open_main(self.settings)

    def entry(self, recording: Recording, actor: str = "account:1") -> int:
        with writing(self.main) as session:
            return audit.record(session, actor, OPEN_RECORDING, recording.id)

    def opens(self, recording: Recording, entry: int) -> bool:
        try:
            key = self.keeper.unwrap(recording.id, entry)
        except KeeperRefusedError:
            return False
        plain = Reader(self.settings.store_dir / recording.body, key).read_range(0, 9)
        return len(b"".join(plain)) == 9

    def newest(self) -> int:
        return audit_log.newest(self.main).seq

    def header(self, recording: Recording) -> bytes:
        with reading(open_headers(self.settings)) as session:
            return session.get_one(Header, recording.id).header

    def database(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self.settings.state_dir / "hub.db", isolation_level=None))

    def cut(self, seq: int) -> None:
        with self.database() as raw:
            raw.execute("DELETE FROM audit_entry WHERE id >= ?", (seq,))


def no_entry(web: Intruder) -> None:
    assert not web.opens(web.wanted, 0)
    assert not web.opens(web.wanted, web.newest() + 1)
    with writing(web.main) as session:
        view = audit.record(session, "account:1", "view_interview", web.wanted.id)
    assert not web.opens(web.wanted, view)


def entry_of_another(web: Intruder) -> None:
    assert not web.opens(web.wanted, web.entry(web.other))


def used_entry(web: Intruder) -> None:
    entry = web.entry(web.wanted)
    assert web.opens(web.wanted, entry)
    assert not web.opens(web.wanted, entry)


def used_entry_written_anew(web: Intruder) -> None:
    entry = web.entry(web.wanted)
    assert web.opens(web.wanted, entry)
    web.cut(entry)
    again = web.entry(web.wanted, "account:2")
    assert again == entry
    assert not web.opens(web.wanted, again)


def uncommitted(web: Intruder) -> None:
    with web.database() as raw:
        raw.execute("BEGIN IMMEDIATE")
        seq = web.newest() + 1
        raw.execute(
            "INSERT INTO audit_entry (id, at, actor, action, subject, detail, previous, hash) "
            "SELECT ?, at, actor, ?, ?, detail, hash, hash FROM audit_entry WHERE id = ?",
            (seq, OPEN_RECORDING, web.wanted.id, seq - 1),
        )
        assert not web.opens(web.wanted, seq)
        raw.execute("ROLLBACK")


def beside_the_chain(web: Intruder) -> None:
    link = next(iter(audit_log.stored(web.main))).link
    for previous in (ORIGIN, "f" * 64):
        seq = web.newest() + 1
        loose = replace(
            link, seq=seq, action=OPEN_RECORDING, subject=web.wanted.id, previous=previous
        )
        with writing(web.main) as session:
            row = AuditEntry(
                id=seq,
                at=loose.at,
                actor=loose.actor,
                action=loose.action,
                subject=loose.subject,
                detail=loose.detail,
                previous=previous,
                hash=loose.hash(),
            )
            session.add(row)
        assert not web.opens(web.wanted, seq)
        web.cut(seq)


def under_another_name(web: Intruder) -> None:
    """Put the wanted recording's header where another's was, and have that one opened."""
    header = web.header(web.wanted)
    with writing(open_headers(web.settings)) as session:
        session.get_one(Header, web.other.id).header = header
    with pytest.raises(KeeperRefusedError):
        web.keeper.unwrap(web.other.id, web.entry(web.other))


def under_a_new_name(web: Intruder) -> None:
    made_up = "f" * 32
    header = web.header(web.wanted)
    with pytest.raises(KeeperRefusedError):
        web.keeper.verify(header, web.wanted.body, made_up)
    with writing(open_headers(web.settings)) as session:
        session.add(Header(recording_id=made_up, header=header))
    with writing(web.main) as session:
        entry = audit.record(session, "account:1", OPEN_RECORDING, made_up)
    with pytest.raises(KeeperRefusedError):
        web.keeper.unwrap(made_up, entry)


def by_asking_for_verification(web: Intruder) -> None:
    verified = web.keeper.verify(web.header(web.wanted), web.wanted.body, web.wanted.id)
    assert (verified.plain_bytes, verified.closing) == (web.wanted.plain_bytes, b"")


def entry_of_another_field(web: Intruder) -> None:
    """Have an identity number opened for an entry that says that a telephone number was."""
    person = "c" * 32
    number = web.keeper.seal_field("identity_number", person, "11010519491231002X")
    phone = web.keeper.seal_field("phone", person, "13800138000")
    for detail in ("phone", "phone identity_number", "", "identity_numbers"):
        with writing(web.main) as session:
            entry = audit.record(session, "account:1", "open_field", person, detail)
        with pytest.raises(KeeperRefusedError):
            web.keeper.open_field(number, "identity_number", person, entry)
    with writing(web.main) as session:
        entry = audit.to_open(session, "account:1", "phone", person)
    with pytest.raises(KeeperRefusedError):
        web.keeper.open_field(number, "identity_number", person, entry)
    assert web.keeper.open_field(phone, "phone", person, entry) == "13800138000"


def past_the_keeper(web: Intruder) -> None:
    identity = web.settings.keeper.identity_file
    for path in (identity, web.settings.receipts_file):
        with pytest.raises(PermissionError):
            path.read_bytes()
        with pytest.raises(PermissionError):
            path.unlink()


ATTEMPTS = [
    no_entry,
    entry_of_another,
    used_entry,
    used_entry_written_anew,
    uncommitted,
    beside_the_chain,
    under_another_name,
    under_a_new_name,
    by_asking_for_verification,
    entry_of_another_field,
    past_the_keeper,
]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        yield Path(made)


def arrived(web: Intruder) -> None:
    """Let the keeper see each recording as it does when one arrives."""
    for recording in (web.wanted, web.other):
        web.keeper.verify(web.header(recording), recording.body, recording.id)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_recording_opens_without_a_committed_entry_of_its_own(
    attempt: Callable[[Intruder], None], folder: Path
) -> None:
    settings, recordings = stored(folder)
    web = Intruder(settings, recordings)
    with keeper_running(settings):
        assert succeeds(HUB_UID, GROUP.gr_gid, lambda: arrived(web))
        assert succeeds(HUB_UID, GROUP.gr_gid, lambda: attempt(web))


def hide(web: Intruder) -> None:
    """Open, then take the entry out of the log and hash the rest again."""
    entry = web.entry(web.wanted)
    assert web.opens(web.wanted, entry)
    web.cut(entry)
    with writing(web.main) as session:
        audit.record(session, "account:2", "view_interview", web.wanted.interview_id)


def lie(web: Intruder) -> None:
    """Open in another person's name: nothing here can know who sat at the browser."""
    assert web.opens(web.wanted, web.entry(web.wanted, "account:4711"))


def found(web: Intruder) -> None:
    state = audit_state.verify(web.main, web.keeper, [])
    assert state.verdict.fault is not None
    assert "receipt" in state.verdict.fault.why


def shown(web: Intruder) -> None:
    state = audit_state.verify(web.main, web.keeper, [])
    assert state.verdict.fault is None
    opened = select(AuditEntry.actor).where(AuditEntry.action == OPEN_RECORDING)
    with reading(web.main) as session:
        assert list(session.scalars(opened)) == ["account:4711"]
    assert [one.subject for one in web.keeper.receipts(1)] == [web.wanted.id]


@pytest.mark.parametrize(("act", "then"), [(hide, found), (lie, shown)])
def test_what_was_opened_is_in_the_log_or_is_missed_there(
    act: Callable[[Intruder], None], then: Callable[[Intruder], None], folder: Path
) -> None:
    settings, recordings = stored(folder)
    web = Intruder(settings, recordings)
    with keeper_running(settings):
        assert succeeds(HUB_UID, GROUP.gr_gid, lambda: arrived(web))
        assert succeeds(HUB_UID, GROUP.gr_gid, lambda: act(web))
        assert succeeds(HUB_UID, GROUP.gr_gid, lambda: then(web))
