"""What candidates take home of their interviews, signed by the kiosk."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class InterviewReceipt(Table):
    """One interview's receipt."""

    __tablename__ = "interview_receipt"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    file: Mapped[bytes]
    """Exactly as it came; docs/receipt.md."""
    sha256: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime]
