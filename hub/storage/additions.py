"""What somebody added to the database that a comparison of tables does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from hub.storage.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Inspector

_VERSION = "alembic_version"
_VERSION_COLUMNS = {"version_num"}
_SQLITE = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
_POSTGRESQL = """
SELECT 'relation', relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
  WHERE (relkind IN ('v', 'm') OR relkind IN ('r', 'p', 'f') AND nspname <> current_schema())
  AND nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'rule', rulename FROM pg_rules
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""


def additions(connection: Connection) -> list[str]:
    """Name what would have to go: views, triggers, indexes, columns of the table of versions."""
    query = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    there = {(str(kind), str(name)) for kind, name in connection.execute(text(query))}
    foreign = sorted(there - _own())
    columns = _version_columns(inspect(connection))
    return [*(f"remove_{kind} {name}" for kind, name in foreign), *columns]


def _own() -> set[tuple[str, str]]:
    """Name the tables and indexes of this version."""
    tables = METADATA.tables.values()
    indexes = {("index", str(index.name)) for table in tables for index in table.indexes}
    return indexes | {("table", name) for name in (_VERSION, *METADATA.tables)}


def _version_columns(inspector: Inspector) -> Iterator[str]:
    """Name the columns that Alembic did not make; without the table there are none."""
    if inspector.has_table(_VERSION):
        there = {column["name"] for column in inspector.get_columns(_VERSION)}
        yield from (f"remove_column {_VERSION} {name}" for name in sorted(there - _VERSION_COLUMNS))
