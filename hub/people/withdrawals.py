"""The mark that an interview was taken back: from then on nothing of it is taken or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import audit
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.withdrawal import Withdrawal
from wire.messages.events import Ending

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from wire.receipt import AskedBy


def mark(
    session: Session, interview_id: str, asked_by: AskedBy, actor: str, at: datetime
) -> Withdrawal:
    """Mark an interview within a transaction; marked again, the first mark stays.

    What there is of it is deleted afterwards, by whoever finds the mark (`workflow.erasing`).
    """
    known = session.get(Withdrawal, interview_id)
    if known is not None:
        return known
    row = Withdrawal(interview_id=interview_id, asked_by=asked_by.value, asked_at=at, reason="")
    interview = session.get_one(Interview, interview_id)
    interview.state, interview.ending = InterviewState.ENDED.value, Ending.WITHDRAWN.value
    interview.ended_at = interview.ended_at or at
    session.add(row)
    audit.record(session, actor, "withdraw", interview_id, asked_by.value)
    return row
