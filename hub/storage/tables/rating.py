"""Ratings: the numbers on a scorecard."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Rating(Table):
    """What one card says of one competency."""

    __tablename__ = "rating"

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int | None]
    """1 to 5; none where it could not be judged, or on a draft is not yet."""
    could_not_judge: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    """The evidence, in the interviewer's words."""
    at_s: Mapped[float | None]
    """Seconds since the interview began, where the evidence is."""
