"""Notes that interviewers make while they watch."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class TimeNote(Table):
    """One note at one second of an interview."""

    __tablename__ = "time_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at_s: Mapped[float]
    """Seconds since the interview began."""
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
