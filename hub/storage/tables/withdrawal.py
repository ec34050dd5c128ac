"""Interviews that were taken back: the mark that nothing of them is kept, and how far that is."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Withdrawal(Table):
    """One interview of which nothing is taken or shown any more."""

    __tablename__ = "withdrawal"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    asked_by: Mapped[str] = mapped_column(String(24))
    """`wire.receipt.AskedBy`."""
    asked_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who carried a candidate's written request out."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """What that person wrote: where the request is."""
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    flushed_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the databases' files held nothing of it any more."""
    receipt: Mapped[bytes | None]
    """The hub's own, signed."""
    kiosk_deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    kiosk_receipt: Mapped[bytes | None]
    """The kiosk's, as it came."""
