"""What the hub knows of an interview's receipt, its day of deletion, and its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.storage.tables.interview_receipt import InterviewReceipt
from hub.storage.tables.withdrawal import Withdrawal
from hub.web.words import marked
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from hub.storage.tables.interview import Interview

ASKED_BY: Mapping[str, str] = {
    AskedBy.CANDIDATE_AT_KIOSK.value: marked("The candidate withdrew at the kiosk."),
    AskedBy.CANDIDATE_BY_LINK.value: marked("The candidate withdrew by a link of his or her own."),
    AskedBy.HR_FOR_CANDIDATE.value: marked("HR carried out the candidate's written request."),
    AskedBy.RETENTION.value: marked("Its day of deletion had come."),
    AskedBy.HUB.value: marked("The hub had it deleted."),
}
FILES = ("receipt", "kiosk-deletion", "hub-deletion")
"""What can be downloaded, under these names."""


@dataclass(frozen=True, slots=True)
class Stands:
    """One interview."""

    delete_on: date | None
    has_receipt: bool
    withdrawal: Withdrawal | None

    @property
    def is_gone(self) -> bool:
        """Say whether it was withdrawn."""
        return self.withdrawal is not None


def stands(session: Session, row: Interview) -> Stands:
    """Read it within a session; the caller has checked whose it is."""
    return Stands(
        delete_on=row.delete_on,
        has_receipt=session.get(InterviewReceipt, row.interview_id) is not None,
        withdrawal=session.get(Withdrawal, row.interview_id),
    )


def file_of(session: Session, interview_id: str, name: str) -> bytes | None:
    """Give one of FILES; none when there is none."""
    if name == FILES[0]:
        receipt = session.get(InterviewReceipt, interview_id)
        return None if receipt is None else receipt.file
    row = session.get(Withdrawal, interview_id)
    if row is None:
        return None
    return row.kiosk_receipt if name == FILES[1] else row.receipt
