"""A hub's databases in a test's folder, with a kiosk or two and an interview to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.storage.database import open_engine, reading
from hub.storage.deployment import allow
from hub.storage.migrate import upgrade
from hub.storage.tables.header import HeaderTable
from hub.workflow import interviews, jobs, kiosks
from tests.fakes.database_address import address
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import DeclarativeBase

KIOSK = "lobby-cn"
OTHER_KIOSK = "lobby-eu"
JOB_ID = "bank-account-manager"


@dataclass(frozen=True, slots=True)
class HubDatabase:
    """Both engines, and the interview that is scheduled for `KIOSK`."""

    engine: Engine
    headers: Engine
    interview_id: str

    def count(self, table: type[DeclarativeBase]) -> int:
        """Count the rows of a table."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def close(self) -> None:
        """Let go of the files."""
        self.engine.dispose()
        self.headers.dispose()


def make(folder: Path, profile: Profile = Profile.CN) -> HubDatabase:
    """Make the databases, two kiosks and an interview."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(address(folder))
    headers = open_engine(f"sqlite:///{folder / 'headers.db'}")
    upgrade(engine)
    allow(engine, Profile.CN)
    HeaderTable.metadata.create_all(headers)
    jobs.import_shipped(engine)
    for kiosk in (KIOSK, OTHER_KIOSK):
        kiosks.add(engine, kiosk)
    interview_id = interviews.schedule(engine, profile, KIOSK, JOB_ID, "Test Candidate")
    return HubDatabase(engine, headers, interview_id)
