"""What a candidate's file holds beside the interviews."""

import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from opencc import OpenCC

from hub.errors import StorageError

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add sealed details, résumés and their fields; give each name the form it is compared in."""
    _add_name_keys()
    op.create_table(
        "candidate_detail",
        sa.Column("candidate_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("mask", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.candidate_id"], name=op.f("fk_candidate_detail")
        ),
        sa.PrimaryKeyConstraint("candidate_id", "kind", name=op.f("pk_candidate_detail")),
    )
    op.create_index(op.f("ix_candidate_detail_fingerprint"), "candidate_detail", ["fingerprint"])
    _create_resume()
    _create_resume_field()


def _add_name_keys() -> None:
    op.add_column("candidate", sa.Column("name_key", sa.String(length=200)))
    connection = op.get_bind()
    simplify = OpenCC("t2s").convert
    rows = connection.execute(sa.text("SELECT candidate_id, name FROM candidate")).all()
    for candidate_id, name in rows:
        folded = "".join(unicodedata.normalize("NFKC", name).casefold().split())
        connection.execute(
            sa.text("UPDATE candidate SET name_key = :key WHERE candidate_id = :id"),
            {"key": simplify(folded)[:200], "id": candidate_id},
        )
    with op.batch_alter_table("candidate") as candidate:
        candidate.alter_column("name_key", existing_type=sa.String(length=200), nullable=False)
        candidate.create_index(op.f("ix_candidate_name_key"), ["name_key"])
        candidate.create_index(op.f("ix_candidate_created_at"), ["created_at"])


def _create_resume() -> None:
    op.create_table(
        "resume",
        sa.Column("resume_id", sa.String(length=32), nullable=False),
        sa.Column("candidate_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("plain_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("read_by", sa.String(length=16), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.candidate_id"], name=op.f("fk_resume")
        ),
        sa.PrimaryKeyConstraint("resume_id", name=op.f("pk_resume")),
    )
    op.create_index(op.f("ix_resume_candidate_id"), "resume", ["candidate_id"])
    op.create_index(op.f("ix_resume_fingerprint"), "resume", ["fingerprint"])


def _create_resume_field() -> None:
    op.create_table(
        "resume_field",
        sa.Column("resume_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("corrected", sa.String(length=200), nullable=True),
        sa.Column("corrected_by", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["resume_id"], ["resume.resume_id"], name=op.f("fk_resume_field")),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["account.id"], name=op.f("fk_resume_field_account")
        ),
        sa.PrimaryKeyConstraint("resume_id", "position", name=op.f("pk_resume_field")),
    )


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
