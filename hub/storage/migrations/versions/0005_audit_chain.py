"""The audit log becomes a chain of hashes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError
from hub.storage.chain import ORIGIN, Linked
from hub.storage.tables.table import UtcInstant

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", UtcInstant),
    sa.column("actor", sa.String),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("detail", sa.String),
    sa.column("previous", sa.String),
    sa.column("hash", sa.String),
)


def upgrade() -> None:
    """Give names their pseudonyms, then chain what was written so far."""
    op.add_column("audit_entry", sa.Column("previous", sa.String(length=64)))
    op.add_column("audit_entry", sa.Column("hash", sa.String(length=64)))
    op.execute(
        "UPDATE audit_entry SET actor = (SELECT 'account:' || account.id FROM account "
        "WHERE account.name = audit_entry.actor) "
        "WHERE actor IN (SELECT name FROM account)"
    )
    _chain(op.get_bind())
    with op.batch_alter_table("audit_entry") as entry:
        for column in ("previous", "hash"):
            entry.alter_column(column, existing_type=sa.String(length=64), nullable=False)
        for column in ("at", "actor", "action"):
            entry.create_index(op.f(f"ix_audit_entry_{column}"), [column])
    # What the keeper opened stands in a list of its own from now on.
    op.drop_table("key_use")


def _chain(connection: sa.Connection) -> None:
    previous = ORIGIN
    for row in connection.execute(sa.select(_ENTRY).order_by(_ENTRY.c.id)).all():
        texts = row.actor, row.action, row.subject, row.detail
        link = Linked(row.id, row.at, *texts, previous=previous)
        values = {"previous": previous, "hash": link.hash()}
        connection.execute(_ENTRY.update().where(_ENTRY.c.id == row.id).values(values))
        previous = values["hash"]


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
