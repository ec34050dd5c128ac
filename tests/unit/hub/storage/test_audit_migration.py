"""A log that was written before it was a chain becomes one, and names become pseudonyms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from hub.people import audit
from hub.storage import migrate
from hub.storage.chain import ORIGIN
from hub.storage.database import open_engine, reading, writing
from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

AT = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)


def test_what_was_written_before_is_chained_and_names_nobody(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    upgrade_to(engine, "0003")
    with writing(engine) as session:
        session.execute(
            text(
                "INSERT INTO account (id, name, password_hash, role, language, created_at) "
                "VALUES (7, '张三', 'x', 'hr_manager', 'zh', '2026-01-01')"
            )
        )
        for number, actor in enumerate(("张三", "command:root", "张三"), 1):
            session.execute(
                text(
                    "INSERT INTO audit_entry (id, at, actor, action, subject, detail) "
                    "VALUES (:id, :at, :actor, 'sign_in', '7', '')"
                ),
                {"id": number, "at": AT.replace(tzinfo=None).isoformat(" "), "actor": actor},
            )
    upgrade_to(engine, "head")
    with writing(engine) as session:
        audit.record(session, "account:7", "sign_out", "7")
    with reading(engine) as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    engine.dispose()
    assert [row.actor for row in rows] == ["account:7", "command:root", "account:7", "account:7"]
    assert [row.previous for row in rows] == [ORIGIN, *(row.hash for row in rows[:-1])]
    assert all(row.hash == row.linked().hash() for row in rows)
    assert rows[0].at == AT
