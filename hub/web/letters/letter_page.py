"""`/letters/{id}`: a letter, each sentence with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException

from hub.people import audit
from hub.people.rights import Action, may
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.promise import Promise
from hub.web.letters import words as letter_words
from hub.web.letters.found import letter_for, line_of, lines
from hub.web.letters.proofs import proof_views
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow.letters import releasing
from hub.workflow.letters.content import Promised
from hub.workflow.letters.sending import framed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.letters.found import LetterLine
    from hub.web.letters.proofs import SentenceView
    from hub.web.page import Asked

_RELEASE = Action.RELEASE_FEEDBACK


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with a form."""

    sentence: int
    """-1: of the letter as a whole."""
    text: str
    typed: str
    reason: str


def show(asked: Asked) -> Response:
    """Give the letter."""
    return page(asked)


def of_interview(asked: Asked) -> Response:
    """Give an interview's letters."""
    interview_id = asked.request.path_params["interview_id"]
    with reading(asked.site.engine) as session:
        interview = session.scalar(
            select(Interview).where(
                Interview.interview_id == interview_id, visible_to(asked.person, Action.SEE_SCORES)
            )
        )
        if interview is None:
            raise HTTPException(404)
        wanted = lines(asked.person, Action.SEE_SCORES).where(Letter.interview_id == interview_id)
        rows = session.execute(wanted.order_by(Letter.composed_at)).all()
        promise = session.scalar(select(Promise).where(Promise.interview_id == interview_id))
        unseen = bool(hidden(asked, session, [interview_id]).colleagues)
    return render(
        asked,
        "letters/of_interview.html",
        interview=interview,
        lines=[line_of(*row, asked.site.clock()) for row in rows],
        is_hidden=unseen,
        promise=promise,
        letter_words=letter_words,
        may_release=may(asked.person.role, _RELEASE),
    )


def is_hidden(asked: Asked, session: Session, line: LetterLine) -> bool:
    """Say whether the person must rate first: a letter shows what machine and colleagues found."""
    mine = line.letter.interview_id
    return mine in hidden(asked, session, [mine]).colleagues


def _is_promise_past(views: Sequence[SentenceView], now: datetime) -> bool:
    """Say whether a sentence that is still as composed promises something until an instant gone."""
    return any(
        isinstance(proof, Promised) and proof.due_at < now
        for view in views
        if view.written.text == view.written.sentence.text
        for proof in view.written.sentence.proofs
    )


def page(asked: Asked, problem: Problem | None = None) -> Response:
    """Give the page, with what was typed where a form could not be taken.

    One audit entry, committed before it is shown.
    """
    with writing(asked.site.engine) as session:
        line = letter_for(session, asked, Action.SEE_SCORES)
        subject, kind = line.letter.interview_id, line.letter.kind
        audit.record(session, asked.person.actor, "view_letter", subject, kind)
        unseen = is_hidden(asked, session, line)
        sentences = releasing.written(session, line.letter)
        views = [] if unseen else proof_views(asked, session, line, sentences)
        by = line.letter.released_by
        releaser = session.get(Account, by) if by is not None else None
        letter = framed(session, line.letter, line.interview, "")
    return render(
        asked,
        "letters/letter.html",
        line=line,
        views=views,
        seen=releasing.state_of(line.letter, sentences),
        is_hidden=unseen,
        framed=letter,
        releaser=releaser.name if releaser else "",
        problem=problem,
        may_release=may(asked.person.role, _RELEASE) and line.step == "composed",
        may_send=may(asked.person.role, _RELEASE),
        is_promise_past=_is_promise_past(views, asked.site.clock()),
        may_play=may(asked.person.role, Action.PLAY_RECORDINGS),
        has_server=bool(asked.site.mail.host),
        letter_words=letter_words,
    )


PAGES = (
    Page(
        "GET",
        "/interviews/{interview_id}/letters",
        Action.SEE_SCORES,
        of_interview,
        "view_letter",
    ),
    Page("GET", "/letters/{letter_id}", Action.SEE_SCORES, show),
)
