"""The letter that an address names, with its way so far; 404 for one that may not be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException

from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.mail import Mail
from hub.web.scope import visible_to
from hub.workflow.letters.outbox import Outgoing, is_in_doubt
from wire import plan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hub.people.rights import Action
    from hub.people.sessions import Visitor
    from hub.web.page import Asked
    from wire.language import LocalText


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter with what stands around it."""

    letter: Letter
    interview: Interview
    mail: Mail | None
    step: str
    """A key of `words.STEPS`."""

    @property
    def job(self) -> LocalText:
        """Give the job's title."""
        return plan.decode(self.interview.plan).job_title

    @property
    def outgoing(self) -> Outgoing:
        """Give it as it is sent; 404 for a letter that is not on its way."""
        if self.mail is None:
            raise HTTPException(404)
        return Outgoing(self.mail, self.letter, self.interview)


def lines(visitor: Visitor, action: Action) -> Select[Letter, Interview, Mail | None]:
    """Give the query of letters that the person may do `action` to."""
    return (
        select(Letter, Interview, Mail)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .outerjoin(Mail, Mail.letter_id == Letter.letter_id)
        .where(visible_to(visitor, action))
    )


def line_of(letter: Letter, interview: Interview, mail: Mail | None, now: datetime) -> LetterLine:
    """Give a letter's line."""
    return LetterLine(letter, interview, mail, _step(letter, mail, now))


def letter_for(session: Session, asked: Asked, action: Action) -> LetterLine:
    """Give the letter of the path."""
    wanted = Letter.letter_id == asked.request.path_params["letter_id"]
    row = session.execute(lines(asked.person, action).where(wanted)).first()
    if row is None:
        raise HTTPException(404)
    return line_of(*row, asked.site.clock())


def _step(letter: Letter, mail: Mail | None, now: datetime) -> str:
    if letter.withdrawn_at is not None:
        return "withdrawn"
    if letter.released_at is None:
        return "composed"
    if letter.sent_at is not None:
        return "sent"
    if mail is None:
        return "sample"
    if mail.handed_at is not None:
        return "doubt" if is_in_doubt(mail, letter, now) else "handing"
    return "refused" if mail.next_at is None else "waiting"
