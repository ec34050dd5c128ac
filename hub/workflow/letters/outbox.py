"""Which letters go out when: kept until the mail server has them, doubts left to a person.

SMTP answers a mail with 250 after its last line. If that answer does not come (the process died,
the line broke), the server may have the mail or not, and nothing in SMTP tells which. So
`handed_at` is committed before the text is given over; whatever stands so without an answer is in
doubt, is not sent again by itself, and waits for a person's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import audit
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.mail import Mail
from hub.workflow.letters.composing import SYSTEM
from hub.workflow.letters.errors import LetterError
from hub.workflow.promises.register import keep_by_letter

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
ANSWER_WITHIN = timedelta(minutes=3)
"""A mail server's answer to a mail; longer than the process waits for it."""
NO_ADDRESS, IN_DOUBT = "no_address", "in_doubt"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter that is due to be sent."""

    mail: Mail
    letter: Letter
    interview: Interview


def back_off(attempts: int) -> timedelta:
    """Give the wait after so many attempts: doubled each time, an hour at most."""
    doubled: int = 1 << min(max(attempts - 1, 0), 16)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)


def next_due(session: Session, now: datetime) -> Outgoing | None:
    """Give the letter that waits longest."""
    wanted = (
        select(Mail, Letter, Interview)
        .join(Letter, Letter.letter_id == Mail.letter_id)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .where(Mail.next_at <= now, Mail.handed_at.is_(None), Letter.withdrawn_at.is_(None))
        .order_by(Mail.next_at)
        .limit(1)
        .with_for_update(of=Mail, skip_locked=True)
    )
    row = session.execute(wanted).first()
    return Outgoing(*row) if row else None


def locked(session: Session, mine: Mail, *, is_handed: bool = False) -> Mail | None:
    """Give the row of an attempt, for this transaction alone; none when a later attempt has begun.

    Two mail processes may run for a while, and a slow server may outlast the wait for the next
    attempt. `is_handed` allows for an attempt that has handed its text over.
    """
    wanted = select(Mail).where(Mail.letter_id == mine.letter_id, Mail.attempts == mine.attempts)
    if not is_handed:
        wanted = wanted.where(Mail.handed_at.is_(None))
    return session.scalar(wanted.with_for_update())


def one(session: Session, letter_id: str) -> Outgoing:
    """Give a letter that was queued; raises LetterError for one that was not."""
    wanted = (
        select(Mail, Letter, Interview)
        .join(Letter, Letter.letter_id == Mail.letter_id)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .where(Mail.letter_id == letter_id)
    )
    row = session.execute(wanted).first()
    if row is None:
        raise LetterError("This letter is not on its way.")
    return Outgoing(*row)


def begin(mail: Mail, now: datetime) -> None:
    """Note an attempt, and when the next one is, whatever comes of this one."""
    mail.attempts += 1
    mail.next_at = now + back_off(mail.attempts)


def wait_for_address(mail: Mail, now: datetime) -> None:
    """Look again soon: somebody may type the address any time, and the hour runs."""
    mail.said, mail.next_at = NO_ADDRESS, now + FIRST_DELAY


def put_off(mail: Mail, said: str, now: datetime) -> None:
    """Note why nothing was handed over; it is tried again."""
    mail.said, mail.handed_at = said, None
    mail.next_at = now + back_off(mail.attempts)


def give_up(mail: Mail, said: str) -> None:
    """Note that the server will never take it as it is; a person lets it be sent again."""
    mail.said, mail.handed_at, mail.next_at = said, None, None


def hand_over(mail: Mail, now: datetime) -> None:
    """Note, before it happens, that the server is given the text."""
    mail.handed_at, mail.next_at = now, None


def taken(session: Session, outgoing: Outgoing, now: datetime, actor: str = SYSTEM) -> None:
    """Note that the server has it; a decision's letter keeps the promise of an answer."""
    letter, mail = outgoing.letter, outgoing.mail
    letter.sent_at, mail.next_at, mail.said = now, None, "250"
    audit.record(session, actor, "send_letter", letter.interview_id, letter.kind)
    if letter.decision_id is not None:
        keep_by_letter(session, letter.interview_id, now, actor)


def is_in_doubt(mail: Mail, letter: Letter, now: datetime) -> bool:
    """Say whether nobody knows if the server has it; while it is asked, somebody may yet."""
    handed = mail.handed_at
    return handed is not None and letter.sent_at is None and now - handed > ANSWER_WITHIN


def new_doubts(session: Session, now: datetime) -> list[Outgoing]:
    """Give the letters that have come to be in doubt and that nobody was told of."""
    wanted = (
        select(Mail, Letter, Interview)
        .join(Letter, Letter.letter_id == Mail.letter_id)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .where(
            Mail.handed_at < now - ANSWER_WITHIN, Letter.sent_at.is_(None), Mail.said != IN_DOUBT
        )
    )
    return [Outgoing(*row) for row in session.execute(wanted)]


def send_again(session: Session, visitor: Visitor, outgoing: Outgoing, now: datetime) -> None:
    """Let it be sent again, with the same Message-ID; raises LetterError for one that was sent."""
    _refuse_sent(outgoing)
    if outgoing.mail.handed_at is not None and now - outgoing.mail.handed_at <= ANSWER_WITHIN:
        raise LetterError("The mail server is being asked just now.")
    outgoing.mail.handed_at, outgoing.mail.next_at = None, now
    letter = outgoing.letter
    audit.record(session, visitor.actor, "resend_letter", letter.interview_id, letter.kind)


def say_arrived(session: Session, visitor: Visitor, outgoing: Outgoing) -> None:
    """Note that a person found out that it arrived; raises LetterError unless it is in doubt."""
    _refuse_sent(outgoing)
    if outgoing.mail.handed_at is None:
        raise LetterError("It was never handed over.")
    taken(session, outgoing, outgoing.mail.handed_at, visitor.actor)


def _refuse_sent(outgoing: Outgoing) -> None:
    if outgoing.letter.sent_at is not None:
        raise LetterError("This letter is sent.")
