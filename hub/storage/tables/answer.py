"""Answers: the stretches of an interview between two questions."""

from sqlalchemy import ForeignKey
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
