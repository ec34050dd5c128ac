"""Who is signed in, and who is on the way there."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class SessionRow(Table):
    """One sign-in; the token itself is in the browser only."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(16))
    """How far the sign-in is; only `whole` opens pages."""
    stepped_up_at: Mapped[datetime]
    """When a password or a code was given last."""
    browser: Mapped[str] = mapped_column(String(40), default="")
    """For instance `Firefox, Linux`: so that a person knows his or her own sessions apart."""
