"""The channels that this deployment's signed profile has."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class AllowedChannel(Table):
    """A channel whose messages may be stored: every message's channel refers to one."""

    __tablename__ = "allowed_channel"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
