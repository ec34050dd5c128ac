"""The first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add what this version needs."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"], unique=False)

    op.create_table(
        "job",
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "version", name=op.f("pk_job")),
    )
    op.create_table(
        "kiosk",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosk")),
    )
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("stream_id", sa.String(length=32), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_kiosk_id"), "refusal", ["kiosk_id"], unique=False)
    op.create_index("ix_refusal_stream_id_seq", "refusal", ["stream_id", "seq"], unique=False)

    op.create_table(
        "interview",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("candidate_name", sa.String(length=200), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("job_version", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=8), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("model_hashes", sa.String(length=4096), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ending", sa.String(length=32), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id", "job_version"],
            ["job.job_id", "job.version"],
            name=op.f("fk_interview_job_id_job_version"),
        ),
        sa.ForeignKeyConstraint(
            ["kiosk_id"], ["kiosk.kiosk_id"], name=op.f("fk_interview_kiosk_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_kiosk_id"), "interview", ["kiosk_id"], unique=False)

    op.create_table(
        "key_use",
        sa.Column("audit_entry_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_entry_id"], ["audit_entry.id"], name=op.f("fk_key_use_audit_entry_id")
        ),
        sa.PrimaryKeyConstraint("audit_entry_id", name=op.f("pk_key_use")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)

    op.create_table(
        "stream",
        sa.Column("stream_id", sa.String(length=32), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("watermark", sa.BigInteger(), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("gaps", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.kiosk_id"], name=op.f("fk_stream_kiosk_id")),
        sa.PrimaryKeyConstraint("stream_id", name=op.f("pk_stream")),
    )
    op.create_index(op.f("ix_stream_kiosk_id"), "stream", ["kiosk_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("end", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_answer_interview_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "answer", name=op.f("pk_answer")),
    )
    op.create_table(
        "consent",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_consent_interview_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "purpose", name=op.f("pk_consent")),
    )
    op.create_table(
        "manifest",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("frames_recorded", sa.Integer(), nullable=False),
        sa.Column("frames_lost", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_manifest_interview_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "answer", name=op.f("pk_manifest")),
    )
    op.create_table(
        "message",
        sa.Column("stream_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.stream_id"], name=op.f("fk_message_stream_id")
        ),
        sa.PrimaryKeyConstraint("stream_id", "seq", name=op.f("pk_message")),
    )
    op.create_index("ix_message_stream_id_kind", "message", ["stream_id", "kind"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("plain_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_bytes", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Double(), nullable=True),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("fragments", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_recording_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["kiosk_id"], ["kiosk.kiosk_id"], name=op.f("fk_recording_kiosk_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint(
            "interview_id",
            "answer",
            "part",
            "kind",
            name=op.f("uq_recording_interview_id_answer_part_kind"),
        ),
    )
    op.create_index(op.f("ix_recording_interview_id"), "recording", ["interview_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_score_interview_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_score")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("upload_kind", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.interview_id"], name=op.f("fk_upload_interview_id")
        ),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.kiosk_id"], name=op.f("fk_upload_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_kiosk_id"), "upload", ["kiosk_id"], unique=False)
    op.create_index(
        "ix_upload_place", "upload", ["interview_id", "answer", "part", "upload_kind"], unique=False
    )


def downgrade() -> None:
    """Refuse: there is nothing before the first schema."""
    raise StorageError("There is no schema before the first one.")
