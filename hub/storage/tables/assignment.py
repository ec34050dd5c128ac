"""Which interviewer is in charge of which interview."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Assignment(Table):
    """One person in charge of one interview: it is that person's own, in the table of rights."""

    __tablename__ = "assignment"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    assigned_at: Mapped[datetime]
