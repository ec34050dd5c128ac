"""Where a test's database lies: a file, or a PostgreSQL server that the environment names.

`HUB_TEST_POSTGRESQL=postgresql+psycopg://user@/postgres?host=…` runs every test that asks here on
that server; each asks for a new database of its own.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from pathlib import Path

SERVER = "HUB_TEST_POSTGRESQL"


def address(folder: Path) -> str:
    """Give the URL of a new, empty main database."""
    server = os.environ.get(SERVER)
    return new_database(server) if server else f"sqlite:///{folder / 'hub.db'}"


def new_database(server: str) -> str:
    """Make a database on a server and give its URL."""
    name = f"hub_{secrets.token_hex(8)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
