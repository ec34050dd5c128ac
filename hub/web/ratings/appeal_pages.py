"""`/appeals`: candidates' appeals, each with an owner and a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people import audit
from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.web.page import Page
from hub.web.ratings import words as rating_words
from hub.web.ratings.appeal_list import PER_PAGE, counts, listed, one
from hub.web.ratings.hiding import hidden
from hub.web.ratings.panel import Problem
from hub.web.ratings.words import PROBLEMS
from hub.web.rendering import render, say
from hub.workflow.appeals import PURPOSE, answer, has_decided, own

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.storage.tables.appeal import Appeal
    from hub.web.page import Asked
    from hub.web.ratings.appeal_list import AppealLine

_MOST_PAGES = 1000


def show_all(asked: Asked) -> Response:
    """Give the queue: open ones, or the answered ones."""
    query, now = asked.request.query_params, asked.site.clock()
    is_open = query.get("state") != "answered"
    text = query.get("page", "")
    page = min(max(int(text), 1), _MOST_PAGES) if text.isascii() and text.isdigit() else 1
    with reading(asked.site.engine) as session:
        opened, overdue, answered = counts(session, asked.person, now)
        lines = listed(session, asked.person, now, is_open=is_open, page=page)
        unseen = hidden(asked, session, {one.row.interview_id for one in lines}).colleagues
    total = opened if is_open else answered
    return render(
        asked,
        "ratings/appeals.html",
        lines=lines,
        unseen=unseen,
        is_open=is_open,
        counts={"open": opened, "overdue": overdue, "answered": answered},
        page=page,
        has_more=page * PER_PAGE < total,
        rating_words=rating_words,
    )


def show(asked: Asked) -> Response:
    """Give one appeal; the candidate's words stay sealed."""
    return _page(asked)


def read(asked: Asked) -> Response:
    """Open the candidate's words: one audit entry, committed before the keeper opens them."""
    try:
        with writing(asked.site.engine) as session:
            line = _to_handle(asked, session)
            entry = audit.to_open(session, asked.person.actor, PURPOSE, _id(asked))
    except RatingError as error:
        return _again(asked, error)
    text = asked.site.keeper.open_field(line.row.sealed_text, PURPOSE, _id(asked), entry)
    return _page(asked, text=text)


def take_on(asked: Asked) -> Response:
    """Become the owner."""
    return _change(asked, lambda session, row: own(session, asked.person, row, asked.site.clock()))


def end(asked: Asked) -> Response:
    """Answer it."""
    outcome, reason = asked.form.get("outcome", ""), asked.form.get("reason", "")
    return _change(asked, lambda session, row: answer(session, asked.person, row, outcome, reason))


def back(asked: Asked) -> Response:
    """Go to the appeal: a page that was opened by a form has no address of its own."""
    return RedirectResponse(f"/appeals/{_id(asked)}", 303)


def _id(asked: Asked) -> str:
    return str(asked.request.path_params["appeal_id"])


def _change(asked: Asked, change: Callable[[Session, Appeal], None]) -> Response:
    try:
        with writing(asked.site.engine) as session:
            change(session, _to_handle(asked, session).row)
    except RatingError as error:
        return _again(asked, error)
    return back(asked)


def _to_handle(asked: Asked, session: Session) -> AppealLine:
    """Give the appeal; RatingError while what people said of the interview is still hidden."""
    line = _line(asked, session)
    if line.row.interview_id in hidden(asked, session, [line.row.interview_id]).colleagues:
        raise RatingError("The ratings are still hidden from this person.", "unseen")
    return line


def _line(asked: Asked, session: Session) -> AppealLine:
    line = one(session, asked.person, _id(asked), asked.site.clock())
    if line is None:
        raise HTTPException(404)
    return line


def _again(asked: Asked, error: RatingError) -> Response:
    text = say(asked.language, PROBLEMS[error.what])
    return _page(asked, problem=Problem("appeal", text, asked.form))


def _page(asked: Asked, *, text: str | None = None, problem: Problem | None = None) -> Response:
    with reading(asked.site.engine) as session:
        line = _line(asked, session)
        mine = line.row.interview_id
        is_hidden = mine in hidden(asked, session, [mine]).colleagues
        decided = has_decided(session, asked.person.account_id, mine)
    return render(
        asked,
        "ratings/appeal.html",
        line=line,
        text=text,
        problem=problem,
        is_hidden=is_hidden,
        has_decided=decided,
        is_owner=line.row.owner == asked.person.account_id,
        rating_words=rating_words,
    )


_ONE = "/appeals/{appeal_id}"
_HANDLE = Action.HANDLE_APPEALS
_LARGEST = 48 * 1024
PAGES = (
    Page("GET", "/appeals", _HANDLE, show_all, "list_appeals"),
    Page("GET", _ONE, _HANDLE, show, "view_appeal"),
    Page("POST", _ONE + "/text", _HANDLE, read, "view_appeal", needs_step_up=True),
    Page("GET", _ONE + "/text", _HANDLE, back),
    Page("POST", _ONE + "/own", _HANDLE, take_on, "view_appeal"),
    Page("POST", _ONE + "/answer", _HANDLE, end, "view_appeal", largest_form=_LARGEST),
)
