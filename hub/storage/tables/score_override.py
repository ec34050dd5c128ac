"""What people put beside a machine's score that does not hold."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class ScoreOverride(Table):
    """One person's word on one competency's machine score; the machine's own stays as it is."""

    __tablename__ = "score_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    competency: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    machine: Mapped[float]
    """What the machine said then."""
    value: Mapped[int | None]
    """1 to 5; none: it cannot be scored after all."""
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
