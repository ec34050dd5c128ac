"""Wrapped file keys, in a database of their own: deleting one shreds every copy of the body."""

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class HeaderTable(DeclarativeBase):
    """A table of the headers' database."""

    metadata = MetaData()


class Header(HeaderTable):
    """The age header of one recording."""

    __tablename__ = "header"

    recording_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    header: Mapped[bytes]
