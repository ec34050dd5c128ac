"""Sealed files in the recording store."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Recording(Table):
    """One part of an answer's recording, or its transcript; verified before it got this row."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("interview_id", "answer", "part", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.kiosk_id"))
    answer: Mapped[int]
    part: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    """`media` or `transcript`."""
    body: Mapped[str] = mapped_column(String(200))
    """Path of nonce and chunks, relative to the store."""
    bytes: Mapped[int] = mapped_column(BigInteger)
    """Of the body as stored."""
    plain_bytes: Mapped[int] = mapped_column(BigInteger)
    """Of what the body opens to."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of header and body as stored: what `sha256sum` says of an export."""
    uploaded_sha256: Mapped[str] = mapped_column(String(64))
    """Of the body as the kiosk sent it."""
    uploaded_bytes: Mapped[int] = mapped_column(BigInteger)
    """Of the body as the kiosk sent it; fewer than `bytes` when the hub added the last chunk."""
    start: Mapped[float | None]
    """Seconds since the interview began, from the signed manifest; none until it came."""
    duration: Mapped[float | None]
    """Seconds, from the signed manifest."""
    truncated: Mapped[bool]
    """The kiosk stopped before it could write the last chunk; the hub added it."""
    fragments: Mapped[str] = mapped_column(Text, default="[]")
    """JSON list of `wire.upload.Fragment`, from the signed manifest."""
    stored_at: Mapped[datetime]
