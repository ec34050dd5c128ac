"""Appeals of candidates against a decision."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table

_OPEN_BY_LINK = text("outcome IS NULL AND entered_by IS NULL")


class AppealOutcome(StrEnum):
    """How an appeal ends."""

    UPHELD = "upheld"
    """The candidate is right: the decision is made anew."""
    PARTLY_UPHELD = "partly_upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    """By the candidate."""


class Appeal(Table):
    """One appeal: the candidate's words sealed, who owns it, until when, how it ended."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index(
            "uq_appeal_open_by_link",
            "interview_id",
            unique=True,
            sqlite_where=_OPEN_BY_LINK,
            postgresql_where=_OPEN_BY_LINK,
        ),
    )
    """One open appeal by link for each interview: a link that is sent on floods nobody."""

    appeal_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    sealed_text: Mapped[bytes]
    """For the keeper, purpose `appeal`, subject `appeal_id`."""
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None: the candidate wrote it, by link."""
    opened_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    owner: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    owned_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    """None while it is open."""
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
