"""How far each kiosk's stream of messages is durable here."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Stream(Table):
    """One stream: the messages of one interview."""

    __tablename__ = "stream"

    stream_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.kiosk_id"), index=True)
    watermark: Mapped[int] = mapped_column(BigInteger, default=0)
    """Every sequence number up to and with this one was stored or refused for good."""
    duplicates: Mapped[int] = mapped_column(BigInteger, default=0)
    """Messages that came again."""
    gaps: Mapped[int] = mapped_column(BigInteger, default=0)
    """Sequence numbers missing below the highest seen; 0 once all have come."""
