"""Uploads under way, and what became of those that ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class UploadState(StrEnum):
    """What became of an upload."""

    ARRIVING = "arriving"
    STORED = "stored"
    REFUSED = "refused"


class Upload(Table):
    """One tus upload; its offset is the length of its file, not a number kept here."""

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_place", "interview_id", "answer", "part", "upload_kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.kiosk_id"), index=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"))
    upload_kind: Mapped[str] = mapped_column(String(16))
    answer: Mapped[int]
    part: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the bytes to be uploaded."""
    header: Mapped[str] = mapped_column(Text)
    """The age header in Base64, moved to the headers' database when stored."""
    length: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    state: Mapped[str] = mapped_column(String(16), default=UploadState.ARRIVING.value)
    created_at: Mapped[datetime]
