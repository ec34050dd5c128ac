"""The list of interviews sorts and filters without reading a plan."""

from collections.abc import Sequence

from alembic import op

from hub.errors import StorageError

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the index that holds all that the list sorts and filters by."""
    op.create_index(
        "ix_interview_listed",
        "interview",
        ["scheduled_at", "began_at", "interview_id", "candidate_id", "state", "job_id"],
    )


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
