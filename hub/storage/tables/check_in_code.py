"""The codes by which candidates check in, for whoever hands them out."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class CheckInCode(Table):
    """One interview's code; the kiosk gets only its salted hash."""

    __tablename__ = "check_in_code"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(8))
