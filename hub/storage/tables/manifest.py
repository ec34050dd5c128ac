"""Signed manifests of the answers' recordings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class ManifestRow(Table):
    """What one answer's recording consists of, as its kiosk signed it."""

    __tablename__ = "manifest"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"),
        primary_key=True,
    )
    answer: Mapped[int] = mapped_column(primary_key=True)
    envelope: Mapped[bytes]
    """Verified when it came."""
    parts: Mapped[int]
    frames_recorded: Mapped[int]
    frames_lost: Mapped[int]
    gaps: Mapped[str] = mapped_column(Text)
    """JSON list of `wire.upload.Gap`."""
    stored_at: Mapped[datetime]
