"""Messages of a channel that the deployment forbids cannot be stored."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add what this version needs; what is stored stays, and is judged once the profile is read."""
    op.create_table(
        "allowed_channel",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_allowed_channel")),
    )
    op.execute("INSERT INTO allowed_channel (channel) SELECT DISTINCT channel FROM message")
    with op.batch_alter_table("message") as message:
        message.create_foreign_key(
            op.f("fk_message_channel"), "allowed_channel", ["channel"], ["channel"]
        )


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
