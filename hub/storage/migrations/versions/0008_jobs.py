"""What the editing of jobs keeps."""

import tomllib
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.errors import StorageError

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_SAMPLE = ("bank-account-manager", 1)
_NEW = {
    "title_en": sa.String(length=120),
    "title_zh": sa.String(length=120),
    "origin": sa.String(length=8),
    "note": sa.Text(),
    "published_by": sa.String(length=64),
}


def upgrade() -> None:
    """Add drafts, and say of each version what it is called and where it comes from."""
    op.create_table(
        "job_draft",
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_draft")),
    )
    for name, kind in _NEW.items():
        op.add_column("job", sa.Column(name, kind, nullable=False, server_default=""))
    _fill()
    op.create_index(op.f("ix_interview_job_id"), "interview", ["job_id"])


def _fill() -> None:
    """Read the titles out of the files; all came as files but the sample."""
    names = ("job_id", "version", "source", "title_en", "title_zh", "origin")
    job = sa.table("job", *(sa.column(name) for name in names))
    connection = op.get_bind()
    known = connection.execute(sa.select(job.c.job_id, job.c.version, job.c.source)).all()
    for job_id, version, source in known:
        title = tomllib.loads(source)["title"]
        origin = "shipped" if (job_id, version) == _SAMPLE else "file"
        connection.execute(
            sa.update(job)
            .where(job.c.job_id == job_id, job.c.version == version)
            .values(title_en=title["en"], title_zh=title["zh"], origin=origin)
        )


def downgrade() -> None:
    """Refuse: rows that a newer version wrote are never taken away."""
    raise StorageError("The database is not taken back to an older schema; restore a backup.")
