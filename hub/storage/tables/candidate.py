"""People who are interviewed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Candidate(Table):
    """One person who applies; everything else of the candidate's file refers to this row."""

    __tablename__ = "candidate"

    candidate_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    """The name as it is compared: width, spaces, case and kind of characters put aside."""
    is_sample: Mapped[bool] = mapped_column(default=False)
    """Made up, to show what the pages look like; marked wherever it is shown."""
    created_at: Mapped[datetime] = mapped_column(index=True)
