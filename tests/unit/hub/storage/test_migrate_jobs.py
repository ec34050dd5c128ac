from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

import hub.storage
from hub.storage.database import open_engine, reading
from hub.storage.migrate import upgrade
from hub.storage.tables.job import JobRow
from hub.workflow import jobs
from tests.fakes.heard import SAMPLE_JOB

INSERT = text(
    "INSERT INTO job (job_id, version, source, imported_at) VALUES (:id, :version, :source, :at)"
)


def test_versions_from_before_get_their_titles_and_where_they_come_from(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    config = Config()
    scripts = Path(hub.storage.__path__[0]) / "migrations"
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "0007")
    own = SAMPLE_JOB.replace(b'id = "bank-account-manager"', b'id = "own-job"')
    with engine.begin() as connection:
        for job_id, source in (("bank-account-manager", SAMPLE_JOB), ("own-job", own)):
            values = {"id": job_id, "version": 1, "source": source.decode()}
            connection.execute(INSERT, values | {"at": datetime.now(UTC).isoformat(" ")[:26]})
    upgrade(engine)
    jobs.import_shipped(engine)
    with reading(engine) as session:
        sample = session.get_one(JobRow, ("bank-account-manager", 1))
        theirs = session.get_one(JobRow, ("own-job", 1))
        assert (sample.title_zh, sample.origin) == ("银行客户经理", "shipped")
        assert (theirs.title_en, theirs.origin) == ("Bank account manager", "file")
        assert session.get(JobRow, ("bank-account-manager", 2)) is not None
    engine.dispose()
