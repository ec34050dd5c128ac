"""What the rules found in a résumé, and what a person says instead."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class ResumeField(Table):
    """One value of one field; the machine's word stays beside the person's."""

    __tablename__ = "resume_field"

    resume_id: Mapped[str] = mapped_column(ForeignKey("resume.resume_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    """In the order of the page."""
    name: Mapped[str] = mapped_column(String(16))
    """Of `hub.workflow.resumes.fields.FieldName`."""
    entry: Mapped[int]
    """Fields of one schooling share a number."""
    machine: Mapped[str | None] = mapped_column(String(200))
    """What the rules found; none for what a person added."""
    line: Mapped[int | None]
    """Of the text, from 1, where the rules found it."""
    corrected: Mapped[str | None] = mapped_column(String(200))
    """What a person says; empty: it is not so. None: nobody said anything."""
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    corrected_at: Mapped[datetime | None]
