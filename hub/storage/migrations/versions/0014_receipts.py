"""Receipts, withdrawals, and when things are deleted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the day of deletion, candidates' receipts, and the marks of withdrawals."""
    op.add_column("interview", sa.Column("delete_on", sa.Date(), nullable=True))
    _receipts()
    _withdrawals()


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _receipts() -> None:
    op.create_table(
        "interview_receipt",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _at("stored_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.interview_id"],
            name=op.f("fk_interview_receipt_interview_id"),
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_interview_receipt")),
    )


def _withdrawals() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=24), nullable=False),
        _at("asked_at", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _at("deleted_at"),
        _at("flushed_at"),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        _at("kiosk_deleted_at"),
        sa.Column("kiosk_receipt", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_withdrawal_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_withdrawal_account_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_withdrawal")),
    )
    for column in ("deleted_at", "flushed_at", "kiosk_deleted_at"):
        op.create_index(op.f(f"ix_withdrawal_{column}"), "withdrawal", [column])
