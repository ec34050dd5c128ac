"""What only the keeper can seal: addresses, an appeal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.storage.tables.appeal import Appeal
from hub.storage.tables.candidate_detail import CandidateDetail, Detail
from hub.storage.tables.decision import Decision, Outcome
from hub.storage.tables.interview import Interview
from hub.workflow.appeals import PURPOSE
from hub.workflow.details import checked
from hub.workflow.samples import wording
from wire.language import Language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.keeper.port import FieldKeeper
    from hub.workflow.promises.calendar import WorkingDays
    from hub.workflow.samples.people import Invented

_APPEAL_DAYS = 5


def address(session: Session, keeper: FieldKeeper, candidate_id: str, person: Invented) -> None:
    """Give a candidate an address; raises KeeperError."""
    now = datetime.now(UTC)
    email = checked(Detail.EMAIL, person.email, now.date())
    kind = email.kind.value
    session.add(
        CandidateDetail(
            candidate_id=candidate_id,
            kind=kind,
            sealed=keeper.seal_field(kind, candidate_id, email.text),
            subject=candidate_id,
            mask=email.mask,
            fingerprint=keeper.fingerprint(kind, email.text),
            stored_at=now,
        )
    )


def appeal(session: Session, keeper: FieldKeeper, calendar: WorkingDays, now: datetime) -> None:
    """Let the candidate who was rejected last appeal, if any was; raises KeeperError."""
    newest = (
        select(Decision)
        .where(Decision.outcome == Outcome.REJECT.value, Decision.made_at < now)
        .join(Interview, Interview.interview_id == Decision.interview_id)
        .where(Interview.candidate.has(is_sample=True))
        .order_by(Decision.made_at.desc())
        .limit(1)
    )
    decision = session.scalar(newest)
    if decision is None:
        return
    language = Language(session.get_one(Interview, decision.interview_id).language or "zh")
    opened_at = max(decision.made_at, now - timedelta(days=1))
    appeal_id = decision.interview_id[::-1]
    session.add(
        Appeal(
            appeal_id=appeal_id,
            interview_id=decision.interview_id,
            sealed_text=keeper.seal_field(PURPOSE, appeal_id, wording.APPEAL[language]),
            entered_by=None,
            opened_at=opened_at,
            due_at=calendar.due(opened_at, _APPEAL_DAYS).at,
        )
    )
