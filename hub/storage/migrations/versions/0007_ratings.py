"""Scorecards, notes, decisions and appeals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add what people say of interviews, and what follows from it."""
    _scorecards()
    _notes()
    _looks_and_decisions()
    _appeals()


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _of_interview(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        _key(table, "account_id", "account.id"),
        _key(table, "interview_id", "interview.interview_id"),
    )


def _scorecards() -> None:
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saw_machine", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mean", sa.Double(), nullable=True),
        *_of_interview("scorecard"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint(
            "interview_id",
            "account_id",
            "number",
            name=op.f("uq_scorecard_interview_id_account_id_number"),
        ),
    )
    op.create_index(op.f("ix_scorecard_interview_id"), "scorecard", ["interview_id"])
    op.create_index(op.f("ix_scorecard_account_id"), "scorecard", ["account_id"])
    op.create_table(
        "rating",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("could_not_judge", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at_s", sa.Double(), nullable=True),
        _key("rating", "scorecard_id", "scorecard.id"),
        sa.PrimaryKeyConstraint("scorecard_id", "competency", name=op.f("pk_rating")),
    )


def _notes() -> None:
    op.create_table(
        "time_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at_s", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_of_interview("time_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_note")),
    )
    op.create_index(op.f("ix_time_note_interview_id"), "time_note", ["interview_id"])
    op.create_table(
        "score_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("competency", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.Double(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_of_interview("score_override"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_override")),
    )
    op.create_index(op.f("ix_score_override_interview_id"), "score_override", ["interview_id"])


def _looks_and_decisions() -> None:
    op.create_table(
        "unrated_look",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_of_interview("unrated_look"),
        sa.PrimaryKeyConstraint("interview_id", "account_id", name=op.f("pk_unrated_look")),
    )
    op.create_index(op.f("ix_unrated_look_account_id"), "unrated_look", ["account_id"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_of_interview("decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_interview_id"), "decision", ["interview_id"])


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("appeal_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        _key("appeal", "interview_id", "interview.interview_id"),
        *(_key("appeal", one, "account.id") for one in ("entered_by", "owner", "answered_by")),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal")),
    )
    for column in ("interview_id", "opened_at", "due_at"):
        op.create_index(op.f(f"ix_appeal_{column}"), "appeal", [column])
