"""Notes at a second, and words against the machine's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import RatingError
from hub.people.rights import Action
from hub.web.interview_forms import acting, again, back, refuse_unseen
from hub.web.page import Page
from hub.web.ratings.seconds import seconds_of
from hub.workflow.notes import add_note, override

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def note(asked: Asked) -> Response:
    """Keep a note at a second of the interview."""
    try:
        with acting(asked, Action.RATE) as act:
            add_note(act, _second(asked.form.get("at", "")), asked.form.get("text", ""))
    except RatingError as error:
        return again(asked, "notes", error)
    return back(asked, "notes")


def against(asked: Asked) -> Response:
    """Put a person's word beside a machine's score; only where it is no longer hidden."""
    competency = asked.form.get("competency", "")
    try:
        with acting(asked, Action.RATE) as act:
            refuse_unseen(asked, act)
            override(act, competency, asked.form.get("choice", ""), asked.form.get("reason", ""))
    except RatingError as error:
        return again(asked, f"override-{competency}", error)
    return back(asked, f"competency-{competency}")


def _second(text: str) -> float:
    try:
        at = seconds_of(text)
    except ValueError as error:
        raise RatingError("This is no time.", "note") from error
    if at is None:
        raise RatingError("A note belongs to a second.", "note")
    return at


_ONE = "/interviews/{interview_id}"
_LARGEST = 32 * 1024
PAGES = (
    Page("POST", _ONE + "/notes", Action.RATE, note, "view_interview", largest_form=_LARGEST),
    Page(
        "POST", _ONE + "/overrides", Action.RATE, against, "view_interview", largest_form=_LARGEST
    ),
)
