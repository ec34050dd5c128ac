from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from hub.errors import StorageError
from hub.storage.database import open_engine, reading, writing
from hub.storage.migrate import upgrade
from hub.storage.schema import METADATA
from hub.storage.tables.kiosk import Kiosk

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_build_exactly_the_tables_of_the_models(tmp_path: "Path") -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    upgrade(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert differences == []
    assert "interview" in METADATA.tables


def test_upgrading_twice_changes_nothing(tmp_path: "Path") -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    assert len(versions) == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_a_commit_is_durable_when_it_returns(
    tmp_path: "Path",
    pragma: str,
    value: object,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    with reading(engine) as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()


def test_an_error_in_the_middle_leaves_nothing_and_has_a_code(tmp_path: "Path") -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    with pytest.raises(StorageError, match="H-STORAGE-001"), writing(engine) as session:
        session.get(Kiosk, "kiosk-1")
    engine.dispose()


@pytest.mark.parametrize("url", ["nonsense", "oracle+cx_oracle://somewhere"])
def test_a_wrong_database_address_is_one_clear_error(url: str) -> None:
    with pytest.raises(StorageError, match="H-STORAGE-001"):
        open_engine(url)
