"""Codes that stand in for a lost authenticator, once each."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class RecoveryCode(Table):
    """One code; 80 random bits, so that a plain hash keeps it."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the account's number and the code."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
