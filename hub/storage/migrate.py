"""Bringing the databases to the schema of this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError

from hub.errors import StorageError
from hub.storage.database import open_headers, open_main
from hub.storage.deployment import allow
from hub.storage.tables.header import HeaderTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.settings import Settings

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(settings: Settings) -> None:
    """Create or upgrade both databases for the settings' profile; raises StorageError."""
    main, headers = open_main(settings), open_headers(settings)
    try:
        settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        upgrade(main)
        allow(main, settings.profile)
        HeaderTable.metadata.create_all(headers)
        if settings.keeper.group:
            _share(settings.state_dir, main, headers)
    except (OSError, SQLAlchemyError) as error:
        raise StorageError(f"The database cannot be upgraded: {error}.") from error
    finally:
        main.dispose()
        headers.dispose()


def _share(state_dir: Path, *engines: Engine) -> None:
    """Let the keeper, of the same group, note that a key was given; SQLite writes side files."""
    state_dir.chmod(0o770)
    for engine in engines:
        if engine.dialect.name == "sqlite" and engine.url.database:
            Path(engine.url.database).chmod(0o660)


def upgrade(engine: Engine) -> None:
    """Run the migrations that the main database lacks, each in a transaction of its own."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
