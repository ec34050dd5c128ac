from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from hub.errors import AlteredDatabaseError, ForbiddenRowsError, StorageError
from hub.storage import migrate
from hub.storage.database import open_engine, reading, writing
from hub.storage.deployment import allow, check, storable
from hub.storage.schema import METADATA
from hub.storage.tables.allowed_channel import AllowedChannel
from wire.measured import FIELDS
from wire.policy import BEHAVIOUR, Measure, Profile, allows

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

SMILE = (
    "INSERT INTO message (stream_id, seq, channel, kind, payload, sha256, received_at)"
    " VALUES ('f', 1, 'behaviour', 'behaviour_window', x'00', 'a', '2026-01-01 00:00:00')"
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'hub.db'}")


def with_a_stream(engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(text("INSERT INTO kiosk VALUES ('lobby', '2026-01-01 00:00:00', NULL)"))
        session.execute(text("INSERT INTO stream VALUES ('f', 'lobby', 0, 0, 0)"))


@pytest.mark.parametrize("profile", list(Profile))
def test_no_column_is_named_after_what_a_profile_forbids(profile: Profile) -> None:
    names = {column.name for table in METADATA.tables.values() for column in table.columns}
    forbidden = [one for one in BEHAVIOUR | set(Measure) if not allows(profile, one)]
    fields = {field for one in forbidden for field in (*FIELDS[one], one.value)}
    assert not names & fields
    assert not names & {field for one in BEHAVIOUR for field in (*FIELDS[one], one.value)}


@pytest.mark.parametrize("profile", list(Profile))
def test_the_database_takes_what_the_profile_has_and_no_more(
    engine: Engine, profile: Profile
) -> None:
    migrate.upgrade(engine)
    for earlier in Profile:
        allow(engine, earlier)
    allow(engine, profile)
    check(engine, profile)
    with reading(engine) as session:
        there = {row.channel for row in session.query(AllowedChannel)}
    engine.dispose()
    assert there == storable(profile)
    assert ("behaviour" in there) is (profile is Profile.CN)


def test_a_forbidden_row_is_refused_by_the_database_itself(engine: Engine) -> None:
    migrate.upgrade(engine)
    allow(engine, Profile.EU)
    with_a_stream(engine)
    with pytest.raises(StorageError, match="FOREIGN KEY"), writing(engine) as session:
        session.execute(text(SMILE))
    allow(engine, Profile.CN)
    with writing(engine) as session:
        session.execute(text(SMILE))
    with pytest.raises(ForbiddenRowsError, match="H-POLICY-001"):
        allow(engine, Profile.EU)
    check(engine, Profile.CN)
    engine.dispose()


def test_a_database_of_the_first_schema_keeps_its_messages(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    with_a_stream(engine)
    with writing(engine) as session:
        session.execute(text(SMILE))
    migrate.upgrade(engine)
    with pytest.raises(ForbiddenRowsError):
        allow(engine, Profile.US)
    allow(engine, Profile.CN)
    check(engine, Profile.CN)
    with reading(engine) as session:
        kept = session.execute(text("SELECT stream_id, seq, channel FROM message")).all()
    engine.dispose()
    assert kept == [("f", 1, "behaviour")]


def test_a_database_that_was_never_migrated_is_refused(engine: Engine) -> None:
    with pytest.raises(AlteredDatabaseError, match=r"H-POLICY-002.*add_table"):
        check(engine, Profile.EU)
    engine.dispose()
