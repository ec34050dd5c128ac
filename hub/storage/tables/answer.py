"""Answers: the stretches of an interview between two questions."""

from sqlalchemy import ForeignKey, false, true
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Answer(Table):
    """One answer, in media time."""

    __tablename__ = "answer"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"),
        primary_key=True,
    )
    answer: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[int]
    """Position of the question in the plan."""
    start: Mapped[float]
    """Seconds since the interview began."""
    end: Mapped[float | None]
    """Seconds since the interview began; none while the answer is open."""
    take: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which try at its question it is, from 1."""
    counted: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Only these are scored: of a question's takes the newest, or the one the candidate chose."""
    free: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Given once more because the take before could not be used."""
    typed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Written: there is a transcript and no recording."""
