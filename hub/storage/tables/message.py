"""Every durable message, as it was sent."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class MessageRow(Table):
    """One message; (stream_id, seq) and the payload's hash make redelivery change nothing."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_stream_id_kind", "stream_id", "kind"),)

    stream_id: Mapped[str] = mapped_column(ForeignKey("stream.stream_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), ForeignKey("allowed_channel.channel"))
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    """When the broker handed it over."""
    committed_at: Mapped[datetime | None]
    """Set by the first transaction after the message's own had been committed."""
