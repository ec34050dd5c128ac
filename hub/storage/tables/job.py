"""Positions that candidates are interviewed for."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class JobRow(Table):
    """One version of a job, as imported."""

    __tablename__ = "job"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    """TOML."""
    imported_at: Mapped[datetime]
