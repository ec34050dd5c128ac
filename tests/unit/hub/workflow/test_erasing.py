"""Everything of a withdrawn interview goes from the hub, whatever table or file it stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from hub.live import viewings
from hub.people import sessions, site_key, withdrawals
from hub.people.rights import Role
from hub.recordings.store import Store
from hub.settings_candidates import RetentionSettings
from hub.storage.database import flush, reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.header import Header
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.viewing import Viewing
from hub.storage.tables.withdrawal import Withdrawal
from hub.workflow import erasing, erasing_rounds, interviews
from hub.workflow.erasing import Eraser
from tests.fakes.hub_site import KIOSK, HubSite
from tests.fakes.raters import NOTE, rate, rater
from tests.fakes.sample_messages import Sitting
from wire import receipt_file
from wire.receipt import AskedBy, DeletionReceipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hub.people.sessions import Visitor

NOW = datetime.now(UTC)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubSite]:
    made = HubSite(tmp_path / "hub")
    yield made
    made.close()


@pytest.fixture
def eraser(hub: HubSite) -> Eraser:
    key = site_key.load(hub.settings.identity)
    store = Store(hub.settings.store_dir)
    return Eraser(hub.engine, hub.headers, store, key, RetentionSettings(backup_days=30))


def withdraw(hub: HubSite, interview_id: str) -> None:
    with writing(hub.engine) as session:
        asked_by = AskedBy.CANDIDATE_BY_LINK
        withdrawals.mark(session, interview_id, asked_by, "candidate:x", NOW)


def counted(hub: HubSite, interview_id: str) -> dict[str, int]:
    with reading(hub.engine) as session:
        found = {
            table.name: session.scalar(select(func.count()).select_from(table).where(is_its)) or 0
            for table, is_its in erasing.conditions(interview_id).items()
        }
    return {name: count for name, count in found.items() if count}


def pieces(hub: HubSite, interview_id: str) -> list[bytes]:
    """Give what stands in the databases' files because of this interview alone."""
    with reading(hub.engine) as session:
        its = MessageRow.stream_id == interview_id
        payloads = list(session.scalars(select(MessageRow.payload).where(its)))
        ids = list(
            session.scalars(select(Recording.id).where(Recording.interview_id == interview_id))
        )
    with reading(hub.headers) as session:
        keys = list(session.scalars(select(Header.header).where(Header.recording_id.in_(ids))))
    return [*(one[-60:] for one in payloads), *(one[-40:] for one in keys), NOTE.encode()]


def on_disk(hub: HubSite) -> bytes:
    folder = hub.settings.state_dir
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.db*")))


def test_only_the_rows_that_are_named_as_kept_are_left(hub: HubSite, eraser: Eraser) -> None:
    interview_id, other = hub.held("Gone", Sitting()), hub.held("Stays", Sitting())
    rate(rater(hub, "one", interview_id), interview_id, "34512")
    before, others = counted(hub, interview_id), counted(hub, other)
    assert {"message", "recording", "rating", "score", "answer", "manifest"} <= set(before)
    withdraw(hub, interview_id)
    assert erasing_rounds.round_of(eraser, NOW) == [interview_id]
    assert set(counted(hub, interview_id)) <= erasing.KEPT
    assert counted(hub, other) == others


def test_the_check_in_code_goes_with_the_interview(hub: HubSite, eraser: Eraser) -> None:
    mine, other = hub.scheduled("Li Si"), hub.scheduled("Wang Wu")
    assert interviews.code_of(hub.engine, mine) is not None
    withdraw(hub, mine)
    erasing_rounds.round_of(eraser, NOW)
    assert interviews.code_of(hub.engine, mine) is None
    assert interviews.code_of(hub.engine, other) is not None


def test_whoever_still_watches_is_hung_up_and_the_log_says_until_when(
    hub: HubSite, eraser: Eraser
) -> None:
    mine = hub.held("Li Si", Sitting(), ended=False)
    person = signed_in(hub, mine)
    viewing = viewings.begin(hub.engine, person, mine, NOW, may_speak=False)
    viewings.accept(hub.engine, viewing, NOW)
    hung_up: list[tuple[str, str]] = []
    telling = replace(eraser, hang_up=lambda *one: hung_up.append(one))
    withdraw(hub, mine)
    erasing_rounds.round_of(telling, NOW)
    assert hung_up == [(KIOSK, viewing)]
    with reading(hub.engine) as session:
        actions = select(AuditEntry.action).where(AuditEntry.actor == person.actor)
        assert "stop_watching" in session.scalars(actions).all()
        assert session.scalar(select(func.count()).select_from(Viewing)) == 0


def signed_in(hub: HubSite, interview_id: str) -> Visitor:
    name = hub.person(Role.INTERVIEWER)
    hub.put_in_charge(name, interview_id)
    with reading(hub.engine) as session:
        account = session.scalars(select(Account).where(Account.name == name)).one()
    token = sessions.begin(hub.engine, account, None, NOW)
    visitor = sessions.find(hub.engine, token, NOW)
    assert visitor is not None
    return visitor


def test_no_byte_of_it_is_left_in_the_databases_files(hub: HubSite, eraser: Eraser) -> None:
    interview_id = hub.held("Gone", Sitting())
    rate(rater(hub, "one", interview_id), interview_id, "34512")
    wanted = pieces(hub, interview_id)
    flush(hub.engine)
    content = on_disk(hub)
    assert all(one in content for one in wanted)
    withdraw(hub, interview_id)
    erasing_rounds.round_of(eraser, NOW)
    content = on_disk(hub)
    assert [one for one in wanted if one in content] == []
    with reading(hub.engine) as session:
        assert session.get_one(Withdrawal, interview_id).flushed_at is not None


def test_keys_and_bodies_are_gone(hub: HubSite, eraser: Eraser) -> None:
    interview_id, other = hub.held("Gone", Sitting()), hub.held("Stays", Sitting())
    with reading(hub.headers) as session:
        keys = session.scalar(select(func.count()).select_from(Header)) or 0
    withdraw(hub, interview_id)
    eraser.erase(interview_id)
    with reading(hub.headers) as session:
        assert session.scalar(select(func.count()).select_from(Header)) == keys / 2
    assert not (hub.settings.store_dir / interview_id).exists()
    assert (hub.settings.store_dir / other).exists()


def test_the_receipt_says_what_was_deleted_and_when_the_last_backup_is_gone(
    hub: HubSite, eraser: Eraser
) -> None:
    interview_id = hub.held("Gone", Sitting())
    before = counted(hub, interview_id)
    withdraw(hub, interview_id)
    eraser.erase(interview_id)
    with reading(hub.engine) as session:
        row = session.get_one(Withdrawal, interview_id)
    assert row.receipt is not None
    receipt = receipt_file.verify(row.receipt, eraser.key.authority)
    assert isinstance(receipt, DeletionReceipt)
    deleted = {one.what: one.count for one in receipt.deleted}
    assert deleted["message"] == before["message"]
    assert deleted["recording"] == deleted["wrapped_key"] == deleted["recording_body"]
    assert receipt.asked_by is AskedBy.CANDIDATE_BY_LINK
    assert row.deleted_at is not None
    assert receipt.backups_until == (row.deleted_at + timedelta(days=30)).date().isoformat()


def test_a_deletion_that_is_done_again_changes_nothing(hub: HubSite, eraser: Eraser) -> None:
    interview_id = hub.held("Gone", Sitting())
    withdraw(hub, interview_id)
    eraser.erase(interview_id)
    with reading(hub.engine) as session:
        first = session.get_one(Withdrawal, interview_id).receipt
        entries = session.scalar(select(func.count()).select_from(AuditEntry))
    withdraw(hub, interview_id)
    eraser.erase(interview_id)
    with reading(hub.engine) as session:
        assert session.get_one(Withdrawal, interview_id).receipt == first
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_an_interview_whose_day_has_come_is_deleted(hub: HubSite, eraser: Eraser) -> None:
    due, later = hub.held("Due", Sitting()), hub.held("Later", Sitting())
    with writing(hub.engine) as session:
        row = session.get_one(Interview, due)
        assert row.delete_on == (row.scheduled_at + timedelta(days=180)).date()
        row.delete_on = NOW.date()
    assert erasing_rounds.round_of(eraser, NOW) == [due]
    assert "message" not in counted(hub, due)
    assert "message" in counted(hub, later)


def test_every_table_that_refers_to_an_interview_is_deleted_or_kept_on_purpose() -> None:
    reached = {table.name for table in erasing.conditions("a" * 32)}
    assert reached >= erasing.KEPT
    unreached = {"candidate", "account", "job", "audit_entry", "kiosk", "resume", "session"}
    assert reached.isdisjoint(unreached)
    assert unreached <= set(METADATA.tables)
    naming = {
        name
        for name, table in METADATA.tables.items()
        if {"interview_id", "stream_id"} & set(table.columns.keys())
    }
    assert naming - reached == {"refusal"}, "it holds identifiers and codes, see docs/withdrawal.md"


def test_only_the_kiosk_that_has_not_answered_is_told(hub: HubSite, eraser: Eraser) -> None:
    interview_id = hub.held("Gone", Sitting())
    withdraw(hub, interview_id)
    kiosk_id = "lobby-1"
    assert erasing_rounds.to_order(hub.engine) == [(kiosk_id, interview_id)]
    eraser.erase(interview_id)
    with writing(hub.engine) as session:
        session.get_one(Withdrawal, interview_id).kiosk_deleted_at = NOW
    assert erasing_rounds.to_order(hub.engine) == []
