"""Appending to the log: one chain whoever writes, in the transaction of the act or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from hub.errors import StorageError
from hub.people import audit, audit_log
from hub.people.audit_check import check
from hub.storage.database import open_engine, reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.kiosk import Kiosk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

THREADS, EACH = 4, 15
AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    METADATA.create_all(made)
    yield made
    made.dispose()


def test_who_writes_side_by_side_writes_one_chain(engine: Engine) -> None:
    def act(writer: int) -> None:
        for number in range(EACH):
            with writing(engine) as session:
                audit.record(session, f"account:{writer}", "view_interview", f"{number}")

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(act, range(THREADS)))
    verdict = check(audit_log.stored(engine), [])
    assert verdict.fault is None
    assert verdict.upto.seq == THREADS * EACH


def test_several_acts_of_one_transaction_are_several_links(engine: Engine) -> None:
    with writing(engine) as session:
        numbers = [audit.record(session, "hub", "note", str(number)) for number in range(3)]
    assert numbers == [1, 2, 3]
    assert check(audit_log.stored(engine), []).fault is None


def test_an_act_that_was_taken_back_leaves_no_entry_and_no_gap(engine: Engine) -> None:
    def broken() -> None:
        with writing(engine) as session:
            audit.record(session, "hub", "note", "lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with writing(engine) as session:
        assert audit.record(session, "hub", "note", "kept") == 1


@pytest.mark.parametrize(
    "breaking",
    [
        "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END",
        "PRAGMA query_only = ON",
    ],
)
def test_a_change_that_cannot_be_written_down_is_not_made(engine: Engine, breaking: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(breaking))
        connection.commit()

    def change() -> None:
        with writing(engine) as session:
            session.add(Kiosk(kiosk_id="kiosk-1", enrolled_at=AT))
            audit.record(session, "command:root", "add_kiosk", "kiosk-1")

    with pytest.raises(StorageError):
        change()
    with reading(engine) as session:
        assert session.scalars(select(Kiosk)).all() == []
        assert session.scalars(select(AuditEntry)).all() == []


def test_a_detail_is_one_bounded_line_whatever_it_is_made_of(engine: Engine) -> None:
    with writing(engine) as session:
        audit.record(session, "hub", "note", "1", "a\nb\x00c\u202e" + "长" * 500)
    entry = next(iter(audit_log.stored(engine))).link
    assert entry.detail.startswith("a b c 长")
    assert len(entry.detail) == audit.LONGEST_DETAIL
