"""What was promised to candidates, and whether it was kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Promise(Table):
    """An answer after an interview, by an instant that was told to the candidate."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), unique=True)
    working_days: Mapped[int]
    made_at: Mapped[datetime]
    warn_at: Mapped[datetime] = mapped_column(index=True)
    """Half a working day before it is due."""
    due_at: Mapped[datetime] = mapped_column(index=True)
    kept_at: Mapped[datetime | None] = mapped_column(index=True)
    kept_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who said so; none where the letter with the decision was sent."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """How it was kept, in that person's words."""
    warned_at: Mapped[datetime | None]
    """When the alarm was raised that it is due soon,"""
    broken_at: Mapped[datetime | None]
    """and the one that it was not kept in time."""
