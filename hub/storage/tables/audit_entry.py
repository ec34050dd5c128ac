"""Who did what to whose data, when: a chain of hashes, appended to and never changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.chain import Linked
from hub.storage.tables.table import Table


class AuditEntry(Table):
    """One act; the keeper opens something sealed only for an entry that names it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    """Consecutive."""
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(64), index=True)
    """A pseudonym: `account:7`, `address:…`, `candidate:…`, or `command:` and the operating
    system's user."""
    action: Mapped[str] = mapped_column(String(32), index=True)
    """For instance `open_recording`."""
    subject: Mapped[str] = mapped_column(String(64), index=True)
    """An identifier, never a name."""
    detail: Mapped[str] = mapped_column(String(200), default="")
    previous: Mapped[str] = mapped_column(String(64))
    """Hash of the entry before, in hex; zeros before the first."""
    hash: Mapped[str] = mapped_column(String(64))
    """Of this entry, in hex (`hub.storage.chain`)."""

    def linked(self) -> Linked:
        """Give what the hash is of."""
        return Linked(
            self.id, self.at, self.actor, self.action, self.subject, self.detail, self.previous
        )
