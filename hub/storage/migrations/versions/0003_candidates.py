"""Candidates are rows of their own, and interviews have people in charge."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make each interview's candidate a row; whoever was known by a name only keeps it."""
    op.create_table(
        "candidate",
        sa.Column("candidate_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate")),
    )
    op.create_index(op.f("ix_candidate_name"), "candidate", ["name"])
    op.create_table(
        "assignment",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_assignment_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_assignment_account_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "account_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_account_id"), "assignment", ["account_id"])
    op.execute(
        "INSERT INTO candidate (candidate_id, name, is_sample, created_at) "
        "SELECT interview_id, candidate_name, false, scheduled_at FROM interview"
    )
    op.add_column("interview", sa.Column("candidate_id", sa.String(length=32)))
    op.execute("UPDATE interview SET candidate_id = interview_id")
    with op.batch_alter_table("interview") as interview:
        interview.alter_column("candidate_id", existing_type=sa.String(length=32), nullable=False)
        interview.create_foreign_key(
            op.f("fk_interview_candidate_id"), "candidate", ["candidate_id"], ["candidate_id"]
        )
        interview.create_index(op.f("ix_interview_candidate_id"), ["candidate_id"])
        interview.drop_column("candidate_name")


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
