"""Positions that candidates are interviewed for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Origin(StrEnum):
    """Where a version comes from."""

    SHIPPED = "shipped"
    FILE = "file"
    EDITED = "edited"


class JobRow(Table):
    """One version of a job; never changed once it is there."""

    __tablename__ = "job"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    """TOML."""
    title_en: Mapped[str] = mapped_column(String(120))
    title_zh: Mapped[str] = mapped_column(String(120))
    origin: Mapped[str] = mapped_column(String(8), default=Origin.FILE.value)
    note: Mapped[str] = mapped_column(Text, default="")
    """What changed, in the words of whoever published it."""
    published_by: Mapped[str] = mapped_column(String(64), default="")
    """An actor, as audit entries name them."""
    imported_at: Mapped[datetime]
