"""Who did what to whose data, when."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class AuditEntry(Table):
    """One act; the keeper opens a recording only for an entry that names it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(64))
    """An account's name, or `command` and the operating system's user."""
    action: Mapped[str] = mapped_column(String(32))
    """For instance `open_recording`."""
    subject: Mapped[str] = mapped_column(String(64), index=True)
    """An identifier, never a name."""
    detail: Mapped[str] = mapped_column(String(200), default="")
