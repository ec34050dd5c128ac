"""One person's change to one interview: the transaction, who, what to, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import RatingError
from hub.people import audit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

SHORTEST_REASON, LONGEST_REASON = 10, 2000
"""Characters of a reason: enough for a clause in Chinese."""


@dataclass(frozen=True, slots=True)
class Act:
    """What every change here needs; the caller has checked the person's right."""

    session: Session
    visitor: Visitor
    interview_id: str
    now: datetime

    def record(self, action: str, detail: str = "") -> None:
        """Add the audit entry, in the transaction of the change."""
        audit.record(self.session, self.visitor.actor, action, self.interview_id, detail)


def checked(reason: str) -> str:
    """Give the reason without the space around it; raises RatingError if it says too little."""
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise RatingError(
            f"A reason has {SHORTEST_REASON} to {LONGEST_REASON} characters.", "reason"
        )
    return reason
