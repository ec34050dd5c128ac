"""What the keeper opened, in a database of its own that no other process can write."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from hub.storage.tables.table import UtcInstant


class KeeperTable(DeclarativeBase):
    """A table of the keeper's database."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[type, TypeEngine[datetime]]] = {datetime: UtcInstant()}


class Receipt(KeeperTable):
    """One key or field given out; a chain of hashes like the audit log's."""

    __tablename__ = "receipt"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    entry: Mapped[int] = mapped_column(unique=True)
    """Number of the audit entry; good for one opening."""
    entry_hash: Mapped[str] = mapped_column(String(64))
    """Hash of that entry, as it was committed."""
    what: Mapped[str] = mapped_column(String(32))
    """`begin`, `open_recording`, or the field's purpose after `field:`."""
    subject: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the age header or of the sealed field, in hex."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Binding(KeeperTable):
    """Which recording a header belongs to, noted when its body was verified."""

    __tablename__ = "binding"

    recording_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    header: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the age header, in hex."""
