"""Messages and uploads that were refused: why, never what was in them."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Refusal(Table):
    """One refusal."""

    __tablename__ = "refusal"
    __table_args__ = (Index("ix_refusal_stream_id_seq", "stream_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(String(32), index=True)
    """As the topic or the certificate says."""
    channel: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(200))
    stream_id: Mapped[str | None] = mapped_column(String(32))
    seq: Mapped[int | None] = mapped_column(BigInteger)
    """With `stream_id`: a place of the stream that this refusal settles for good."""
    at: Mapped[datetime]
