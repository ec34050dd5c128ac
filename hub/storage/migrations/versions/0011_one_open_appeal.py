"""A link cannot make two open appeals against one interview's outcome."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Let the database itself refuse a second one.

    No older database holds two: its one kind of writer (SQLite) looked before it wrote, alone.
    """
    open_by_link = sa.text("outcome IS NULL AND entered_by IS NULL")
    op.create_index(
        "uq_appeal_open_by_link",
        "appeal",
        ["interview_id"],
        unique=True,
        sqlite_where=open_by_link,
        postgresql_where=open_by_link,
    )


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
