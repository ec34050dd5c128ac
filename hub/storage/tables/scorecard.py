"""Scorecards: one interviewer's judgement of one interview."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Scorecard(Table):
    """One card of one person; a submitted one is never changed, only followed by another."""

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("interview_id", "account_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    number: Mapped[int]
    """1 is the card given before anything else was seen; a higher one follows with a reason."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it follows another; empty on the first."""
    saw_machine: Mapped[bool]
    """The machine's score was in sight when it was written."""
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    """None while it is a draft."""
    mean: Mapped[float | None]
    """Of its numbers; none while it is a draft, and where nothing could be judged."""
