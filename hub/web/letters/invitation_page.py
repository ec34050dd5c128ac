"""`/interviews/{id}/invitation`: how the candidate comes, to print or to send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.storage.tables.candidate_detail import CandidateDetail, Detail
from hub.storage.tables.check_in_code import CheckInCode
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.letter import LetterKind
from hub.storage.tables.mail import Mail
from hub.web.accounts.qr import qr_svg
from hub.web.letters import words as letter_words
from hub.web.letters.found import line_of
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.scope import visible_to
from hub.workflow.letters import invitation
from hub.workflow.letters.composing import house_of
from hub.workflow.letters.content import Part, decode
from hub.workflow.letters.errors import LetterError
from hub.workflow.letters.frame import Framed
from hub.workflow.letters.gathered import language_of
from hub.workflow.letters.invitation import Wanted, as_typed
from hub.workflow.letters.releasing import Written
from wire import plan as plans
from wire.check_in import grouped
from wire.language import Language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.storage.tables.letter import Letter
    from hub.web.letters.found import LetterLine
    from hub.web.page import Asked

_ACTION = Action.SCHEDULE_INTERVIEWS


def show(asked: Asked) -> Response:
    """Give the invitation as it would be printed or sent, with what was last written of day."""
    with reading(asked.site.engine) as session:
        found = _found(asked, session)
        if found is None:
            return _begun(asked)
        before = invitation.sent(session, found[0].interview_id)
        return _page(asked, session, found, _as_last(asked, found[0], before))


def take(asked: Asked) -> Response:
    """Show it with what was typed; where the person says so, send it."""
    problem = ""
    with writing(asked.site.engine) as session:
        found = _found(asked, session)
        if found is None:
            return _begun(asked)
        wanted = Wanted(_language(asked, found[0]), "", asked.site.contact)
        try:
            wanted = replace(wanted, place=as_typed(asked.form.get("place", "")))
            if asked.form.get("do") == "send":
                stamp = house_of(asked.site.mail).stamp(asked.site.clock())
                invitation.invite(session, asked.person, found, wanted, stamp)
        except LetterError as error:
            problem = say(asked.language, letter_words.PROBLEMS[error.what])
    with reading(asked.site.engine) as session:
        found = _found(asked, session)
        return _begun(asked) if found is None else _page(asked, session, found, wanted, problem)


def _begun(asked: Asked) -> Response:
    """Go to the interview: nobody is invited to what has begun."""
    return RedirectResponse(f"/interviews/{asked.request.path_params['interview_id']}", 303)


def _found(asked: Asked, session: Session) -> tuple[Interview, str] | None:
    """Give the interview and its code, none of one that has begun; 404 for what is not seen."""
    interview_id = asked.request.path_params["interview_id"]
    wanted = (
        select(Interview, CheckInCode.code)
        .outerjoin(CheckInCode, CheckInCode.interview_id == Interview.interview_id)
        .where(Interview.interview_id == interview_id, visible_to(asked.person, _ACTION))
    )
    row = session.execute(wanted).first()
    if row is None:
        raise HTTPException(404)
    is_due = row[0].state == InterviewState.SCHEDULED.value and row[1] is not None
    return (row[0], row[1]) if is_due else None


def _as_last(asked: Asked, interview: Interview, before: list[Letter]) -> Wanted:
    if not before:
        return Wanted(language_of(interview), "", asked.site.contact)
    last = before[0]
    typed = decode(last.content).of(Part.APPOINTMENT)
    return Wanted(Language(last.language), typed[0].text if typed else "", asked.site.contact)


def _language(asked: Asked, interview: Interview) -> Language:
    chosen = asked.form.get("letter_language", "")
    return Language(chosen) if chosen in tuple(Language) else language_of(interview)


def _page(
    asked: Asked, session: Session, found: tuple[Interview, str], wanted: Wanted, problem: str = ""
) -> Response:
    interview, code = found
    mine = interview.interview_id
    email = (interview.candidate_id, Detail.EMAIL.value)
    return render(
        asked,
        "letters/invitation.html",
        422 if problem else 200,
        interview=interview,
        framed=_framed(interview, code, wanted),
        wanted=wanted,
        qr=qr_svg(code),
        code=grouped(code),
        problem=problem,
        lines=[_line(session, one, interview, asked) for one in invitation.sent(session, mine)],
        has_address=session.get(CandidateDetail, email) is not None,
        has_server=bool(asked.site.mail.host),
        longest=invitation.LONGEST_PLACE,
        letter_words=letter_words,
    )


def _line(session: Session, letter: Letter, interview: Interview, asked: Asked) -> LetterLine:
    return line_of(letter, interview, session.get(Mail, letter.letter_id), asked.site.clock())


def _framed(interview: Interview, code: str, wanted: Wanted) -> Framed:
    said = invitation.content(interview, code, wanted).sentences
    return Framed(
        kind=LetterKind.INVITATION.value,
        language=wanted.language,
        name=interview.candidate.name,
        job=plans.decode(interview.plan).job_title.of(wanted.language),
        sentences=[Written(number, one, one.text, None) for number, one in enumerate(said)],
        is_by_person=True,
    )


_ONE = "/interviews/{interview_id}/invitation"
PAGES = (
    Page("GET", _ONE, _ACTION, show, "view_letter"),
    Page("POST", _ONE, _ACTION, take, "view_letter"),
)
