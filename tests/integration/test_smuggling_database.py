"""Ways to put what is forbidden into the hub's database by hand: each stops the hub, by code."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from hub.app import signed_policy
from hub.errors import StorageError
from hub.storage.database import open_main, writing
from hub.storage.deployment import allow
from hub.storage.migrate import migrate
from hub.storage.tables.stream import Stream
from tests.fakes.hub_site import HubSite
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from hub.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def eu(tmp_path: Path) -> Settings:
    """Give the settings of a hub under `eu` whose database has a stream."""
    site = HubSite(tmp_path)
    settings = msgspec.structs.replace(site.settings, profile=Profile.EU)
    allow(site.engine, Profile.EU)
    with writing(site.engine) as session:
        session.add(Stream(stream_id="f" * 32, kiosk_id="lobby-1", watermark=0))
    site.close()
    signed_policy.check_database(settings)
    return settings


SMILE = (
    "INSERT INTO message (stream_id, seq, channel, kind, payload, sha256, received_at)"
    " VALUES ('ffffffffffffffffffffffffffffffff', 1, 'behaviour', 'behaviour_window', x'00', 'a',"
    " '2026-01-01 00:00:00')"
)
SMILE_AS_FEATURES = SMILE.replace("'behaviour', ", "'features', ")
EVENT_AS_FEATURES = SMILE_AS_FEATURES.replace("behaviour_window", "interview_began")


def execute(settings: Settings, *statements: str) -> None:
    """Do what somebody with the database's file can do; keys are not enforced for him."""
    database = sqlite3.connect(settings.state_dir / "hub.db", isolation_level=None)
    for statement in statements:
        database.execute(statement)
    database.close()


def test_a_row_inserted_through_the_hubs_own_connection(eu: Settings) -> None:
    engine = open_main(eu)
    with pytest.raises(StorageError, match="H-STORAGE-001"), writing(engine) as session:
        session.execute(text(SMILE))
    engine.dispose()


ALTERED = {
    "a row inserted behind its back": ("H-POLICY-001", [SMILE]),
    "behaviour on the channel of features": ("H-POLICY-001", [SMILE_AS_FEATURES]),
    "a kind of another channel": ("H-POLICY-001", [EVENT_AS_FEATURES]),
    "a kind that does not exist": (
        "H-POLICY-001",
        [SMILE_AS_FEATURES.replace("behaviour_window", "smile_window")],
    ),
    "a view of its own": ("H-POLICY-002", ["CREATE VIEW smile AS SELECT payload FROM message"]),
    "a view named after a table that was renamed": (
        "H-POLICY-002",
        ["ALTER TABLE refusal RENAME TO smile", "CREATE VIEW refusal AS SELECT * FROM smile"],
    ),
    "a trigger": (
        "H-POLICY-002",
        ["CREATE TRIGGER smile AFTER INSERT ON message BEGIN UPDATE answer SET ended = 0; END"],
    ),
    "a trigger named after a table": (
        "H-POLICY-002",
        ["CREATE TRIGGER message AFTER INSERT ON message BEGIN DELETE FROM consent; END"],
    ),
    "an index of what a payload says": (
        "H-POLICY-002",
        ["CREATE INDEX smile ON message (json_extract(payload, '$.face.smiles'))"],
    ),
    "a column added to the table of versions": (
        "H-POLICY-002",
        ["ALTER TABLE alembic_version ADD COLUMN smiles INTEGER"],
    ),
    "a column added to the messages": (
        "H-POLICY-002",
        ["ALTER TABLE message ADD COLUMN smiles INTEGER"],
    ),
    "a column added to the answers": (
        "H-POLICY-002",
        ["ALTER TABLE answer ADD COLUMN gaze_away_s DOUBLE"],
    ),
    "a column renamed": ("H-POLICY-002", ["ALTER TABLE score RENAME COLUMN result TO smiles"]),
    "a table of its own": ("H-POLICY-002", ["CREATE TABLE smile (stream_id TEXT, n INTEGER)"]),
    "a channel allowed by hand": (
        "H-POLICY-002",
        ["INSERT INTO allowed_channel VALUES ('behaviour')"],
    ),
    "the messages' key taken away": (
        "H-POLICY-002",
        [
            "ALTER TABLE message RENAME TO old",
            "CREATE TABLE message AS SELECT * FROM old",
            "DROP TABLE old",
        ],
    ),
}


@pytest.mark.parametrize(("code", "statements"), ALTERED.values(), ids=ALTERED.keys())
def test_a_database_that_was_altered_stops_the_start(
    eu: Settings, code: str, statements: list[str]
) -> None:
    execute(eu, *statements)
    with capture_logs() as logs, pytest.raises(StorageError, match=code):
        signed_policy.check_database(eu)
    assert [(one["event"], one["code"]) for one in logs] == [("database_refused", code)]


def test_a_database_full_of_behaviour_is_not_taken_over_by_another_profile(tmp_path: Path) -> None:
    site = HubSite(tmp_path)
    execute(
        site.settings,
        "INSERT INTO stream VALUES ('ffffffffffffffffffffffffffffffff', 'lobby-1', 0, 0, 0)",
        SMILE,
    )
    settings = msgspec.structs.replace(site.settings, profile=Profile.EU)
    with pytest.raises(StorageError, match="H-POLICY-001: It holds 1 messages that eu forbids"):
        migrate(settings)
    site.close()
    signed_policy.check_database(site.settings)  # and nothing was changed
