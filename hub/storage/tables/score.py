"""Computed scores."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class ScoreRow(Table):
    """The newest score of an interview; computed again whenever something more arrives."""

    __tablename__ = "score"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"),
        primary_key=True,
    )
    computed_at: Mapped[datetime]
    policy_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text)
    """JSON of `hub.scoring.score.Score`."""
