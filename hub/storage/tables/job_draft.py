"""Drafts: what becomes a job's next version when somebody publishes it."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class JobDraft(Table):
    """The one draft that a job may have."""

    __tablename__ = "job_draft"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    base_version: Mapped[int]
    """The version that it was begun from; 0: the job has none yet."""
    source: Mapped[str] = mapped_column(Text)
    """TOML; always a whole, valid job."""
    revision: Mapped[int]
    """Counts the changes, so that nobody overwrites what he or she has not seen."""
    changed_by: Mapped[str] = mapped_column(String(64))
    """An actor, as audit entries name them."""
    changed_at: Mapped[datetime]
