"""Which audit entries the keeper has given a file key for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class KeyUse(Table):
    """One file key given; the primary key lets an audit entry be used once."""

    __tablename__ = "key_use"

    audit_entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    recording_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
