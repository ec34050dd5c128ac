"""What each candidate agreed to."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Consent(Table):
    """The newest word on one purpose."""

    __tablename__ = "consent"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"),
        primary_key=True,
    )
    purpose: Mapped[str] = mapped_column(String(32), primary_key=True)
    granted: Mapped[bool]
    at: Mapped[datetime]
    seq: Mapped[int] = mapped_column(BigInteger)
    """Of the event; a later event of the same purpose replaces an earlier one."""
