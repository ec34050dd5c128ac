"""The mail that waits to be sent: kept until the mail server has taken it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Mail(Table):
    """One released letter on its way; the address stays sealed in the candidate's file."""

    __tablename__ = "mail"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.letter_id"), primary_key=True)
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is tried (again); none: sent, refused for good, or in doubt."""
    attempts: Mapped[int] = mapped_column(default=0)
    handed_at: Mapped[datetime | None]
    """When its text was given to the mail server, committed before. Without an answer to that
    nobody knows whether the server has it: it is in doubt, and not sent again by itself."""
    said: Mapped[str] = mapped_column(String(64), default="")
    """What came of the last attempt, as a code: `smtp_421`, `no_address`, `H-MAIL-001`."""
