"""Takes, typed answers, corrections, help, and the survey that names nobody."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0013"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add what is new."""
    _in_the_chair()
    _before_and_after()


def _in_the_chair() -> None:
    """Say which take an answer is, which takes count, and who asked for help."""
    op.add_column("answer", sa.Column("take", sa.Integer(), server_default="1", nullable=False))
    for name, usual in (("counted", sa.true()), ("free", sa.false()), ("typed", sa.false())):
        column: sa.Column[bool] = sa.Column(
            name, sa.Boolean(), server_default=usual, nullable=False
        )
        op.add_column("answer", column)
    wanted = sa.Column("help_wanted_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("interview", wanted)


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")


def _before_and_after() -> None:
    """Add check-in codes, the survey, and how interviewers introduce themselves."""
    op.create_table(
        "check_in_code",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.interview_id"],
            name=op.f("fk_check_in_code_interview_id"),
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_check_in_code")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(item, sa.Integer(), nullable=True)
            for item in ("prepared", "stable", "fair", "liking", "recommend")
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_day", "survey_answer", ["day"])
    op.create_table(
        "interviewer_card",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role_en", sa.String(length=80), nullable=False),
        sa.Column("role_zh", sa.String(length=80), nullable=False),
        sa.Column("about_en", sa.String(length=300), nullable=False),
        sa.Column("about_zh", sa.String(length=300), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_interviewer_card_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_interviewer_card")),
    )
