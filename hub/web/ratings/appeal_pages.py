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
    total = opened if is_open else answered
    return render(
        asked,
        "ratings/appeals.html",
        lines=lines,
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
    with writing(asked.site.engine) as session:
        line = one(session, asked.person, _id(asked), asked.site.clock())
        if line is None:
            raise HTTPException(404)
        entry = audit.record(session, asked.person.actor, "open_field", _id(asked), PURPOSE)
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
            line = one(session, asked.person, _id(asked), asked.site.clock())
            if line is None:
                raise HTTPException(404)
            change(session, line.row)
    except RatingError as error:
        text = say(asked.language, PROBLEMS[error.what])
        return _page(asked, problem=Problem("appeal", text, asked.form))
    return back(asked)


def _page(asked: Asked, *, text: str | None = None, problem: Problem | None = None) -> Response:
    with reading(asked.site.engine) as session:
        line = one(session, asked.person, _id(asked), asked.site.clock())
        if line is None:
            raise HTTPException(404)
        decided = has_decided(session, asked.person.account_id, line.row.interview_id)
    return render(
        asked,
        "ratings/appeal.html",
        line=line,
        text=text,
        problem=problem,
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
