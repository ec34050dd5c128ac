"""The hub on PostgreSQL: the schema, what holds between writers, and the hub's own unit tests."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hub.errors import AlteredDatabaseError, StorageError
from hub.people import audit, audit_log
from hub.storage import deployment
from hub.storage.database import open_engine, reading, writing
from hub.storage.migrate import upgrade
from hub.storage.tables.kiosk import Kiosk
from tests.fakes.database_address import SERVER, new_database
from tests.integration import postgresql_cluster
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROOT = Path(__file__).resolve().parents[2]
SAME_TESTS = (
    "ingest",
    "people/test_audit.py",
    "workflow/letters",
    "workflow/test_merging.py",
    "web/ratings/test_appeals.py",
)
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not postgresql_cluster.is_installed(),
        reason="PostgreSQL's server (initdb, pg_ctl) is not installed on this machine",
    ),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql_cluster.cluster() as url:
        yield url


@pytest.fixture
def engine(server: str) -> Iterator[Engine]:
    made = open_engine(new_database(server))
    upgrade(made)
    deployment.allow(made, Profile.CN)
    yield made
    made.dispose()


def test_the_migrations_build_exactly_this_versions_tables(engine: Engine) -> None:
    upgrade(engine)
    deployment.check(engine, Profile.CN)
    wanted = text("SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_appeal_open_by_link'")
    with reading(engine) as session:
        index = str(session.scalar(wanted))
    assert "UNIQUE" in index
    assert "((outcome IS NULL) AND (entered_by IS NULL))" in index


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW seen AS SELECT * FROM interview",
        "CREATE TABLE beside (id int)",
        "CREATE RULE quiet AS ON DELETE TO audit_entry DO INSTEAD NOTHING",
        "DROP INDEX uq_appeal_open_by_link",
        "ALTER TABLE account ADD COLUMN more text",
    ],
)
def test_what_was_done_behind_the_hubs_back_is_found(statement: str, engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(text(statement))
    with pytest.raises(AlteredDatabaseError):
        deployment.check(engine, Profile.CN)


def test_a_reader_sees_one_moment_and_writes_nothing(engine: Engine) -> None:
    count = text("SELECT count(*) FROM audit_entry")
    with reading(engine) as session:
        before = session.scalar(count)
        with writing(engine) as other:
            audit.record(other, "account:1", "sign_in", "")
        assert session.scalar(count) == before
    with pytest.raises(StorageError, match="read-only"), reading(engine) as session:
        session.execute(text("DELETE FROM audit_entry"))


def test_what_a_writer_has_read_holds_until_it_has_written(engine: Engine) -> None:
    """Each reads the number, then writes the next one: without a lock one would be lost."""
    together = Barrier(4)

    def count_on(_writer: int) -> None:
        together.wait(30)
        for _ in range(10):
            with writing(engine) as session:
                there = session.scalar(text("SELECT count(*) FROM kiosk")) or 0
                session.execute(
                    text("INSERT INTO kiosk (kiosk_id, enrolled_at) VALUES (:name, now())"),
                    {"name": f"kiosk-{there}"},
                )
                audit.record(session, "account:1", "kiosk", f"kiosk-{there}")

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(count_on, range(4)))
    with reading(engine) as session:
        assert session.get(Kiosk, "kiosk-39") is not None
    links = [one.link for one in audit_log.stored(engine)]
    assert [one.seq for one in links] == list(range(1, 41))
    assert all(one.previous == before.hash() for before, one in pairwise(links))


def test_the_hubs_unit_tests_hold_on_it(server: str) -> None:
    folders = [f"tests/unit/hub/{one}" for one in SAME_TESTS]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *folders],
        cwd=ROOT,
        env=os.environ | {SERVER: server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    wanted = text("SELECT count(*) FROM pg_database WHERE datname LIKE 'hub_%'")
    engine = open_engine(server)
    with reading(engine) as session:
        assert (session.scalar(wanted) or 0) > len(SAME_TESTS)
    engine.dispose()
