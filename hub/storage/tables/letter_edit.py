"""What people changed in letters before they released them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class LetterEdit(Table):
    """Other words for one sentence; the newest holds, the old ones stay."""

    __tablename__ = "letter_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[str] = mapped_column(String(32), ForeignKey("letter.letter_id"), index=True)
    sentence: Mapped[int]
    """Its place in the letter, from 0."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    """Empty: the sentence is left out."""
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
