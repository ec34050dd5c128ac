"""Who watched which interview live."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the table of viewings."""
    op.create_table(
        "viewing",
        sa.Column("viewing_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("may_speak", sa.Boolean(), nullable=False),
        _at("began_at", nullable=False),
        _at("accepted_at"),
        _at("ended_at"),
        sa.Column("ending", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_viewing_interview_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_viewing_account_id")),
        sa.PrimaryKeyConstraint("viewing_id", name=op.f("pk_viewing")),
    )
    op.create_index("ix_viewing_ended_at", "viewing", ["ended_at"])
    op.create_index("ix_viewing_interview_id", "viewing", ["interview_id"])
    op.create_index("ix_viewing_recent", "viewing", ["account_id", "began_at"])


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
