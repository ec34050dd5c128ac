"""Résumés: the file sealed in the recording store, its text sealed in the row."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Resume(Table):
    """One file that was taken in; its age header is in the headers' database."""

    __tablename__ = "resume"

    resume_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidate.candidate_id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    """`pdf`, `docx` or `text`, as the content says."""
    body: Mapped[str] = mapped_column(String(200))
    """Path of nonce and chunks, relative to the store."""
    plain_bytes: Mapped[int] = mapped_column(BigInteger)
    """Of the file as it was sent."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of header and body as stored."""
    fingerprint: Mapped[str] = mapped_column(String(128), index=True)
    """Keyed hash of the file: the same file is taken in once."""
    text_sealed: Mapped[bytes]
    language: Mapped[str] = mapped_column(String(2))
    """Of the text: `zh` or `en`."""
    lines: Mapped[int]
    """Of the text."""
    read_by: Mapped[str] = mapped_column(String(16))
    """Version of the rules that found the fields."""
    uploaded_at: Mapped[datetime]
