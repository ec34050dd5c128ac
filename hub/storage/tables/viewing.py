"""Who watches an interview live, and who did."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Ending(StrEnum):
    """Why a viewing is over."""

    LEFT = "left"
    """The person hung up."""
    KIOSK = "kiosk"
    """The kiosk sends no more: the interview is over, or the browser is gone."""
    NO_RIGHT = "no_right"
    """Signed out, locked, not in charge any more, or the interview is over."""
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    LOST = "lost"
    """Nobody heard of the kiosk for too long."""


class Viewing(Table):
    """One connection of one person to one kiosk; begun before the kiosk is asked for it."""

    __tablename__ = "viewing"
    __table_args__ = (Index("ix_viewing_recent", "account_id", "began_at"),)

    viewing_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    session: Mapped[str] = mapped_column(String(64))
    """Hash of the token of the session that it lives as long as."""
    may_speak: Mapped[bool]
    began_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    """None: the kiosk was not asked yet, or has not answered."""
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    ending: Mapped[str | None] = mapped_column(String(16))
