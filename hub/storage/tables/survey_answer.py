"""What candidates think of their interview; nothing here says whose it was."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class SurveyAnswer(Table):
    """One candidate's five answers, each 1 to 5 or left out.

    No interview, kiosk or hour, and no row number that would tell the order of arrival.
    """

    __tablename__ = "survey_answer"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    survey_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Drawn at random by the kiosk, so that what is sent twice counts once."""
    day: Mapped[date] = mapped_column(Date, index=True)
    prepared: Mapped[int | None]
    stable: Mapped[int | None]
    fair: Mapped[int | None]
    liking: Mapped[int | None]
    recommend: Mapped[int | None]
