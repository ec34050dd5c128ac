"""Letters composed of what is stored: anew while nobody has changed or released them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from hub.people import audit
from hub.storage.tables.decision import Decision
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.letter_edit import LetterEdit
from hub.storage.tables.mail import Mail
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.scorecard import Scorecard
from hub.workflow.letters import decided
from hub.workflow.letters.content import encode
from hub.workflow.letters.gathered import language_of, told
from hub.workflow.letters.learning import catalogue
from hub.workflow.letters.summary import summary
from wire.messages.events import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hub.settings_candidates import MailSettings
    from hub.workflow.letters.content import Content
    from hub.workflow.letters.learning import Advice

SYSTEM = "system:mail"
"""Who composes, releases by policy and opens addresses, in the audit log."""
REACH = timedelta(days=14)
"""Interviews and decisions older than this get no letter any more: as after an upgrade."""
AT_ONCE = 100
"""Letters of one transaction."""


class Stamp(NamedTuple):
    """What makes a letter one of its own."""

    letter_id: str
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class House:
    """What every letter of a deployment shares."""

    domain: str
    """Of the sender's address; mails are numbered under it."""
    catalogue: Mapping[str, Advice]

    def stamp(self, now: datetime) -> Stamp:
        """Give a new letter its number."""
        letter_id = secrets.token_hex(16)
        return Stamp(letter_id, f"<{letter_id}@{self.domain}>", now)


def house_of(settings: MailSettings) -> House:
    """Give what the settings say; raises SettingsError for advice that cannot be read."""
    _, _, domain = settings.sender.rpartition("@")
    is_plain = domain.isascii() and all(one.isalnum() or one in ".-" for one in domain)
    return House(domain if domain and is_plain else "hub.invalid", catalogue(settings.learning))


def without_summary(session: Session, now: datetime) -> list[Interview]:
    """Give interviews that have ended and have no summary yet, the oldest first."""
    has = exists().where(
        Letter.interview_id == Interview.interview_id, Letter.kind == LetterKind.SUMMARY.value
    )
    wanted = select(Interview).where(
        Interview.state == InterviewState.ENDED.value,
        Interview.ended_at > now - REACH,
        Interview.ending != Ending.WITHDRAWN.value,
        ~has,
    )
    return list(session.scalars(wanted.order_by(Interview.ended_at).limit(AT_ONCE)))


def outdated(session: Session) -> list[tuple[Letter, Interview]]:
    """Give unreleased, unchanged summaries that a score or a scorecard came after."""
    newer_score = exists().where(
        ScoreRow.interview_id == Letter.interview_id, ScoreRow.computed_at > Letter.composed_at
    )
    newer_card = exists().where(
        Scorecard.interview_id == Letter.interview_id, Scorecard.submitted_at > Letter.composed_at
    )
    wanted = (
        select(Letter, Interview)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .where(
            Letter.kind == LetterKind.SUMMARY.value,
            Letter.released_at.is_(None),
            newer_score | newer_card,
            ~exists().where(LetterEdit.letter_id == Letter.letter_id),
        )
        .limit(AT_ONCE)
    )
    return [(letter, interview) for letter, interview in session.execute(wanted)]


def compose(session: Session, interview: Interview, house: House, now: datetime) -> Letter:
    """Write down the summary of an interview."""
    content = summary(told(session, interview))
    return _new(session, interview, LetterKind.SUMMARY, content, house.stamp(now))


def compose_again(session: Session, letter: Letter, interview: Interview, now: datetime) -> None:
    """Put what came later into a summary that nobody has touched."""
    letter.content = encode(summary(told(session, interview)))
    letter.composed_at = now
    audit.record(session, SYSTEM, "compose_letter", interview.interview_id, "summary, again")


def undelivered_decisions(session: Session, now: datetime) -> list[Decision]:
    """Give decisions that hold, are to be told, and have no letter yet."""
    later = aliased(Decision)
    wanted = _newest(later).where(
        Decision.outcome.in_(decided.TOLD),
        Decision.made_at > now - REACH,
        ~exists().where(Letter.decision_id == Decision.id),
    )
    return list(session.scalars(wanted.order_by(Decision.id).limit(AT_ONCE)))


def _newest(later: type[Decision]) -> Select[Decision]:
    followed = exists().where(later.interview_id == Decision.interview_id, later.id > Decision.id)
    return select(Decision).where(~followed)


def tell(session: Session, decision: Decision, house: House, now: datetime) -> Letter:
    """Write down the letter of a decision; a person releases it."""
    interview = session.get_one(Interview, decision.interview_id)
    content = decided.letter(
        told(session, interview), decision.outcome, decision.id, house.catalogue
    )
    is_rejection = decision.outcome == "reject"
    kind = LetterKind.FEEDBACK if is_rejection else LetterKind.ANSWER
    letter = _new(session, interview, kind, content, house.stamp(now))
    letter.decision_id = decision.id
    return letter


def withdraw_replaced(session: Session, now: datetime) -> int:
    """Take back letters whose decision another one replaced, if no mail server was given them.

    Gives how many.
    """
    later = aliased(Decision)
    newest = (
        select(func.max(later.id)).where(later.interview_id == Letter.interview_id)
    ).scalar_subquery()
    wanted = select(Letter).where(
        Letter.decision_id.is_not(None),
        Letter.withdrawn_at.is_(None),
        Letter.sent_at.is_(None),
        Letter.decision_id < newest,
        ~exists().where(Mail.letter_id == Letter.letter_id, Mail.handed_at.is_not(None)),
    )
    rows = session.scalars(wanted.limit(AT_ONCE)).all()
    for one in rows:
        one.withdrawn_at = now
        audit.record(session, SYSTEM, "withdraw_letter", one.interview_id, one.kind)
    return len(rows)


def _new(
    session: Session, interview: Interview, kind: LetterKind, content: Content, stamp: Stamp
) -> Letter:
    row = Letter(
        letter_id=stamp.letter_id,
        interview_id=interview.interview_id,
        kind=kind.value,
        language=language_of(interview).value,
        content=encode(content),
        message_id=stamp.message_id,
        composed_at=stamp.at,
    )
    session.add(row)
    session.flush()
    audit.record(session, SYSTEM, "compose_letter", interview.interview_id, kind.value)
    return row
