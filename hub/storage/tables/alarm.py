"""What repeats until a person should look: refusals, wrong codes, many recordings at once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Alarm(Table):
    """One kind of event of one account or address, often enough within an hour."""

    __tablename__ = "alarm"
    __table_args__ = (Index("ix_alarm_kind_who", "kind", "who"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(64))
    """`account:7`, or `address:` and a keyed fingerprint."""
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
