"""What a person decided after an interview."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Outcome(StrEnum):
    """What can be decided."""

    HIRE = "hire"
    NEXT_STEP = "next_step"
    HOLD = "hold"
    REJECT = "reject"


class Decision(Table):
    """One person's decision with its reason; the newest holds, the old ones stay."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
