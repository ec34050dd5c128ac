"""What identifies a candidate or reaches him or her: sealed, with a mask to show instead."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.storage.tables.table import Table


class Detail(StrEnum):
    """The kinds of detail."""

    IDENTITY_NUMBER = "identity_number"
    EMAIL = "email"
    PHONE = "phone"


class CandidateDetail(Table):
    """One detail of one candidate; the keeper alone can open it."""

    __tablename__ = "candidate_detail"

    candidate_id: Mapped[str] = mapped_column(
        ForeignKey("candidate.candidate_id"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    sealed: Mapped[bytes]
    subject: Mapped[str] = mapped_column(String(32))
    """Whom it was sealed for; after a merge that is the candidate who was merged."""
    mask: Mapped[str] = mapped_column(String(128))
    """Made when it was written."""
    fingerprint: Mapped[str] = mapped_column(String(128), index=True)
    """Keyed hash: equal details are found without opening any."""
    stored_at: Mapped[datetime]
