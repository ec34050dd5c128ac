"""`/my/{token}`: a candidate's own page, by link, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people.looked import looked
from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.web.candidates.words import DETAILS
from hub.web.letters import words as letter_words
from hub.web.letters.own_file import load
from hub.web.page import Page
from hub.web.ratings import words as rating_words
from hub.web.rendering import render, say
from hub.web.times import clock
from hub.workflow.appeals import LONGEST_TEXT, open_appeal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked

MOST_LOOKS = 100
"""Shown; the newest."""


def show(asked: Asked) -> Response:
    """Give the page."""
    return _page(asked)


def appeal(asked: Asked) -> Response:
    """Keep an appeal, sealed; one at a time for each interview."""
    interview_id, text = asked.form.get("interview", ""), asked.form.get("text", "")
    try:
        with writing(asked.site.engine) as session:
            _refuse_others(session, asked, interview_id)
            open_appeal(
                session,
                asked.site.keeper,
                interview_id,
                text,
                entered_by=None,
                due_at=asked.site.appeal_due(),
            )
    except RatingError as error:
        return _page(asked, interview_id, text, letter_words.APPEALS[error.what])
    token = asked.request.path_params["token"]
    return RedirectResponse(f"/my/{token}?language={asked.language.value}#appeals", 303)


def _refuse_others(session: Session, asked: Asked, interview_id: str) -> None:
    """Answer 404 for an interview of somebody else or one that goes on.

    Raises RatingError while an earlier appeal waits for its answer.
    """
    own = next(
        (
            one
            for one in load(session, asked.candidate_id).interviews
            if one.row.interview_id == interview_id
        ),
        None,
    )
    if own is None or not own.is_over:
        raise HTTPException(404)
    if not own.may_appeal:
        raise RatingError("An appeal is not answered yet.", "waits")


def _page(asked: Asked, interview_id: str = "", typed: str = "", problem: str = "") -> Response:
    with reading(asked.site.engine) as session:
        own = load(session, asked.candidate_id)
    looks = looked(asked.site.engine, asked.candidate_id)
    return render(
        asked,
        "letters/own.html",
        own=own,
        looks=looks[:MOST_LOOKS],
        more_looks=max(len(looks) - MOST_LOOKS, 0),
        token=asked.request.path_params["token"],
        problem=interview_id,
        problem_text=say(asked.language, problem) if problem else "",
        typed=typed,
        longest=LONGEST_TEXT,
        details=DETAILS,
        rating_words=rating_words,
        letter_words=letter_words,
        now=asked.site.clock(),
        seconds_of=_seconds,
    )


def _seconds(detail: str) -> str:
    """Write the seconds of a playback (`20.0-48.0`) as places in the recording."""
    start, _, end = detail.partition("-")
    try:
        return f"{clock(float(start))}–{clock(float(end))}"
    except ValueError:
        return ""


_LARGEST = 48 * 1024
_SEEN = "view_own_file"
PAGES = (
    Page("GET", "/my/{token}", Action.SEE_OWN_FILE, show, _SEEN),
    Page("POST", "/my/{token}/appeal", Action.APPEAL, appeal, _SEEN, largest_form=_LARGEST),
    Page("GET", "/my/{token}/appeal", Action.SEE_OWN_FILE, show, _SEEN),
)
