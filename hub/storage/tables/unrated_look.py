"""Who chose to see an interview's scores instead of rating it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class UnratedLook(Table):
    """One person who sees the scores of one interview and does not rate it any more."""

    __tablename__ = "unrated_look"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Mapped[datetime]
