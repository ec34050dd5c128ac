"""How interviewers introduce themselves to candidates."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class InterviewerCard(Table):
    """What an account in charge of an interview shows of itself at the kiosk; its own doing."""

    __tablename__ = "interviewer_card"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    role_en: Mapped[str] = mapped_column(String(80))
    role_zh: Mapped[str] = mapped_column(String(80))
    about_en: Mapped[str] = mapped_column(String(300))
    about_zh: Mapped[str] = mapped_column(String(300))
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JPEG or PNG, as it is shown."""
    changed_at: Mapped[datetime]
