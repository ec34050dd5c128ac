"""Letters to send, promises to keep."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add letters with their edits, the mail that waits, and promises."""
    op.create_index(
        "ix_interview_ended",
        "interview",
        ["state", "ended_at", "interview_id", "candidate_id"],
    )
    _letters()
    _mail()
    _promises()


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        _at("composed_at", nullable=False),
        _at("released_at"),
        sa.Column("released_by", sa.Integer(), nullable=True),
        _at("sent_at"),
        _at("withdrawn_at"),
        _at("alarmed_at"),
        sa.Column("content", sa.Text(), nullable=False),
        _key("letter", "interview_id", "interview.interview_id"),
        _key("letter", "decision_id", "decision.id"),
        _key("letter", "released_by", "account.id"),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
    )
    op.create_index("ix_letter_interview_id_kind", "letter", ["interview_id", "kind"])
    for column in ("decision_id", "released_at", "sent_at"):
        op.create_index(op.f(f"ix_letter_{column}"), "letter", [column])
    op.create_table(
        "letter_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _at("made_at", nullable=False),
        _key("letter_edit", "letter_id", "letter.letter_id"),
        _key("letter_edit", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_edit")),
    )
    op.create_index(op.f("ix_letter_edit_letter_id"), "letter_edit", ["letter_id"])


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        _at("queued_at", nullable=False),
        _at("next_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _at("handed_at"),
        sa.Column("said", sa.String(length=64), nullable=False),
        _key("mail", "letter_id", "letter.letter_id"),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_next_at"), "mail", ["next_at"])


def _promises() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        _at("made_at", nullable=False),
        _at("warn_at", nullable=False),
        _at("due_at", nullable=False),
        _at("kept_at"),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _at("warned_at"),
        _at("broken_at"),
        _key("promise", "interview_id", "interview.interview_id"),
        _key("promise", "kept_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("interview_id", name=op.f("uq_promise_interview_id")),
    )
    for column in ("warn_at", "due_at", "kept_at"):
        op.create_index(op.f(f"ix_promise_{column}"), "promise", [column])
