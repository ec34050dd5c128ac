"""Alembic's entry: runs the migrations over the engine that `hub.storage.migrate` hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from hub.storage.schema import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Engine


def _run() -> None:
    engine: Engine = context.config.attributes["engine"]
    with engine.connect().execution_options(hub_writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            transaction_per_migration=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


_run()
