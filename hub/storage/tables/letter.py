"""Letters to candidates: composed once, released by a person or by policy, then sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class LetterKind(StrEnum):
    """What a letter is for."""

    INVITATION = "invitation"
    """How to come to the interview, with the check-in code; only ever sent by a person."""
    SUMMARY = "summary"
    """What was heard in the interview, within the hour."""
    ANSWER = "answer"
    """The decision, where it is not a rejection."""
    FEEDBACK = "feedback"
    """The decision, where it is: what was shown, what to work on, where to learn it."""


class Letter(Table):
    """One letter; its sentences with their evidence are kept as they were composed."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_interview_id_kind", "interview_id", "kind"),)

    letter_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    """None on a summary."""
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    """Of the mail (RFC 5322, 3.6.4); the same at every attempt."""
    composed_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(index=True)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None on a released letter: the deployment's policy did it."""
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    """No mail server was given it: another decision replaced the one that it tells."""
    alarmed_at: Mapped[datetime | None]
    """When it was told that a summary would be late."""
    content: Mapped[str] = mapped_column(Text)
    """JSON of `hub.workflow.letters.content.Content`; last, so that the rest is read without it."""
