"""Appeals: the candidate's words sealed, an owner who did not decide, and a clock."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.errors import RatingError
from hub.people import audit
from hub.storage.tables.appeal import Appeal, AppealOutcome
from hub.storage.tables.decision import Decision
from hub.storage.tables.interview import Interview
from hub.workflow.act import checked

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.keeper.port import FieldKeeper
    from hub.people.sessions import Visitor

PURPOSE = "appeal"
"""Of the sealed text; its subject is the appeal's identifier."""
LONGEST_TEXT = 4000
"""Characters."""


def open_appeal(
    session: Session,
    keeper: FieldKeeper,
    interview_id: str,
    text: str,
    *,
    entered_by: Visitor | None,
    due_at: datetime,
) -> str:
    """Keep an appeal and give its identifier; `entered_by` is none for the candidate's own link.

    Raises RatingError for an empty or too long text, or a second one by link while the first is
    open; KeeperError when it cannot be sealed.
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_TEXT:
        raise RatingError(f"An appeal has 1 to {LONGEST_TEXT} characters.", "text")
    appeal_id, now = secrets.token_hex(16), datetime.now(UTC)
    row = Appeal(
        appeal_id=appeal_id,
        interview_id=interview_id,
        sealed_text=keeper.seal_field(PURPOSE, appeal_id, text),
        entered_by=entered_by.account_id if entered_by else None,
        opened_at=now,
        due_at=due_at,
    )
    _store(session, row)
    audit.record(session, _actor(session, row, entered_by), "open_appeal", appeal_id, interview_id)
    return appeal_id


def waits_by_link(session: Session, interview_id: str) -> bool:
    """Say whether an appeal that came by link is still to be answered."""
    wanted = select(Appeal.appeal_id).where(
        Appeal.interview_id == interview_id,
        Appeal.outcome.is_(None),
        Appeal.entered_by.is_(None),
    )
    return session.scalar(wanted.limit(1)) is not None


def _store(session: Session, row: Appeal) -> None:
    """Let the database judge who of two writers came first; raises RatingError for the other."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if row.entered_by is None and waits_by_link(session, row.interview_id):
            raise RatingError("An appeal by this link is not answered yet.", "waits") from error
        raise


def own(session: Session, visitor: Visitor, appeal: Appeal, now: datetime) -> None:
    """Take an open appeal on; raises RatingError for whoever decided on the interview."""
    _refuse_deciders(session, visitor, appeal)
    if appeal.outcome is not None:
        raise RatingError("This appeal is answered.")
    appeal.owner, appeal.owned_at = visitor.account_id, now
    audit.record(session, visitor.actor, "own_appeal", appeal.appeal_id)


def answer(session: Session, visitor: Visitor, appeal: Appeal, outcome: str, reason: str) -> None:
    """End an appeal, once, by its owner; raises RatingError."""
    _refuse_deciders(session, visitor, appeal)
    if appeal.outcome is not None or appeal.owner != visitor.account_id:
        raise RatingError("Only its owner answers an appeal, and only once.")
    if outcome not in tuple(AppealOutcome):
        raise RatingError("Choose how the appeal ends.", "ending")
    appeal.outcome, appeal.outcome_reason = outcome, checked(reason)
    appeal.answered_by, appeal.answered_at = visitor.account_id, datetime.now(UTC)
    audit.record(session, visitor.actor, "answer_appeal", appeal.appeal_id, outcome)


def has_decided(session: Session, account_id: int, interview_id: str) -> bool:
    """Say whether the person made any decision on the interview, the newest or an older one."""
    wanted = select(Decision.id).where(
        Decision.interview_id == interview_id, Decision.account_id == account_id
    )
    return session.scalar(wanted.limit(1)) is not None


def _actor(session: Session, row: Appeal, entered_by: Visitor | None) -> str:
    if entered_by is not None:
        return entered_by.actor
    interview = session.get_one(Interview, row.interview_id)
    return f"candidate:{interview.candidate_id}"


def _refuse_deciders(session: Session, visitor: Visitor, appeal: Appeal) -> None:
    if has_decided(session, visitor.account_id, appeal.interview_id):
        raise RatingError(
            "Whoever decided on an interview does not own an appeal against it.", "decider"
        )
