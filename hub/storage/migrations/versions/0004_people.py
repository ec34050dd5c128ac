"""How people sign in: second factor, recovery codes, step-up, links; and alarms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add what this version needs; everybody signs in anew."""
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("totp", sa.LargeBinary()))
        account.add_column(
            sa.Column("totp_counter", sa.BigInteger(), nullable=False, server_default="0")
        )
        for name in ("is_password_once", "is_waiting"):
            account.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        account.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True)))
    op.execute("DELETE FROM session")
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("stage", sa.String(length=16), nullable=False))
        session.add_column(sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=False))
        session.add_column(sa.Column("browser", sa.String(length=40), nullable=False))
    _recovery_code()
    _candidate_link()
    _alarm()


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def _candidate_link() -> None:
    op.create_table(
        "candidate_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("candidate_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.candidate_id"],
            name=op.f("fk_candidate_link_candidate_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_candidate_link")),
    )
    op.create_index(op.f("ix_candidate_link_candidate_id"), "candidate_link", ["candidate_id"])


def _alarm() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Integer()),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"], name=op.f("fk_alarm_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index("ix_alarm_kind_who", "alarm", ["kind", "who"])
    op.create_index(op.f("ix_alarm_seen_at"), "alarm", ["seen_at"])


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
