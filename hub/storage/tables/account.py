"""People who may sign in."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Account(Table):
    """One person's account."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    """Argon2id in PHC form."""
    role: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    totp: Mapped[bytes | None]
    """The authenticator's secret, sealed by the keeper; none: not enrolled."""
    totp_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    """Time step of the last code that was good; an older one is good no more (RFC 6238, 5.2)."""
    is_password_once: Mapped[bool] = mapped_column(default=False)
    """Somebody else knows the password: it opens nothing but the change of it."""
    is_waiting: Mapped[bool] = mapped_column(default=False)
    """A technician gave access to content; an HR manager has not confirmed it yet."""
    disabled_at: Mapped[datetime | None]
