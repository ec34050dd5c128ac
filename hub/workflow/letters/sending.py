"""One attempt to send one letter: the address opened for an entry, a link made, the mail given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import update

from hub.errors import HubError
from hub.people import audit, links
from hub.people.sessions import hash_of
from hub.storage.database import writing
from hub.storage.tables.candidate_detail import CandidateDetail, Detail
from hub.storage.tables.candidate_link import CandidateLink
from hub.storage.tables.check_in_code import CheckInCode
from hub.storage.tables.letter import LetterKind
from hub.workflow.letters import outbox
from hub.workflow.letters.composing import SYSTEM
from hub.workflow.letters.errors import MailElsewhereError, MailInDoubtError, MailRefusedError
from hub.workflow.letters.frame import Framed
from hub.workflow.letters.mime import mail
from hub.workflow.letters.releasing import written
from wire import plan as plans
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.keeper.port import FieldKeeper
    from hub.settings_candidates import MailSettings
    from hub.storage.tables.interview import Interview
    from hub.storage.tables.letter import Letter
    from hub.workflow.letters.outbox import Outgoing


class PostOffice(Protocol):
    """Where mails are handed over."""

    def send(self, mail: EmailMessage, before_text: Callable[[], None]) -> None:
        """Send a mail; raises MailError and its kinds (`hub.workflow.letters.smtp.Post`)."""
        ...


@dataclass(frozen=True, slots=True)
class Sender:
    """Everything that sending needs."""

    engine: Engine
    keeper: FieldKeeper
    post: PostOffice
    settings: MailSettings
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Prepared:
    outgoing: Outgoing
    detail: CandidateDetail
    entry: int
    """Of the audit log; the keeper opens the address for it."""
    framed: Framed
    token: str


def send_next(sender: Sender) -> str | None:
    """Try the letter that waits longest; gives what came of it as a code, none if none waits."""
    now = sender.clock()
    with writing(sender.engine) as session:
        outgoing = outbox.next_due(session, now)
        if outgoing is None:
            return None
        prepared = _prepared(session, sender, outgoing, now)
        if prepared is None:
            outbox.wait_for_address(outgoing.mail, now)
            return outbox.NO_ADDRESS
        outbox.begin(outgoing.mail, now)
    try:
        _hand_over(sender, prepared)
    except HubError as error:
        return _failed(sender, prepared, error)
    with writing(sender.engine) as session:
        outbox.taken(session, _fresh(session, outgoing), sender.clock())
    return "250"


def _prepared(
    session: Session, sender: Sender, outgoing: Outgoing, now: datetime
) -> _Prepared | None:
    """Note that the address is opened and make the link, in the attempt's own transaction."""
    candidate = outgoing.interview.candidate_id
    detail = session.get(CandidateDetail, (candidate, Detail.EMAIL.value))
    if detail is None:
        return None
    entry = audit.to_open(session, SYSTEM, detail.kind, detail.subject, candidate)
    token = links.give(session, candidate, SYSTEM, now) if sender.settings.site else ""
    page = f"{sender.settings.site.rstrip('/')}/my/{token}" if token else ""
    return _Prepared(
        outgoing, detail, entry, framed(session, outgoing.letter, outgoing.interview, page), token
    )


def framed(session: Session, letter: Letter, interview: Interview, own_page: str) -> Framed:
    """Give a letter with everything that stands around its sentences."""
    language = Language(letter.language)
    return Framed(
        kind=letter.kind,
        language=language,
        name=interview.candidate.name,
        job=plans.decode(interview.plan).job_title.of(language),
        sentences=written(session, letter),
        is_by_person=letter.released_by is not None or letter.released_at is None,
        own_page=own_page,
        code=_code(session, letter),
    )


def _code(session: Session, letter: Letter) -> str:
    """Give the check-in code of an invitation."""
    if letter.kind != LetterKind.INVITATION.value:
        return ""
    row = session.get(CheckInCode, letter.interview_id)
    return row.code if row else ""


def _hand_over(sender: Sender, prepared: _Prepared) -> None:
    detail = prepared.detail
    address = sender.keeper.open_field(detail.sealed, detail.kind, detail.subject, prepared.entry)
    letter = prepared.outgoing.letter
    made = mail(
        prepared.framed, sender.settings.sender, address, letter.message_id, letter.composed_at
    )

    def before_text() -> None:
        with writing(sender.engine) as session:
            row = outbox.locked(session, prepared.outgoing.mail)
            if row is None:
                raise MailElsewhereError("Another process has begun to send this letter.")
            outbox.hand_over(row, sender.clock())

    sender.post.send(made, before_text)


def _failed(sender: Sender, prepared: _Prepared, error: HubError) -> str:
    """Note what came of it; a link in a letter that was certainly not taken is taken back."""
    now = sender.clock()
    with writing(sender.engine) as session:
        found = outbox.locked(session, prepared.outgoing.mail, is_handed=True)
        if isinstance(error, MailInDoubtError):
            return error.code
        if found is not None and isinstance(error, MailRefusedError):
            outbox.give_up(found, error.code)
        elif found is not None:
            outbox.put_off(found, error.code, now)
        if prepared.token:
            unsent = CandidateLink.token_hash == hash_of(prepared.token)
            session.execute(update(CandidateLink).where(unsent).values(revoked_at=now))
    return error.code


def _fresh(session: Session, outgoing: Outgoing) -> Outgoing:
    """Give the rows as this transaction sees them."""
    kept = outgoing.letter.letter_id
    return outbox.one(session, kept)
