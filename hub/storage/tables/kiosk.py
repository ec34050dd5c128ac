"""Kiosks that the hub listens to."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Kiosk(Table):
    """A device; its identifier is its certificate's CN."""

    __tablename__ = "kiosk"

    kiosk_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
