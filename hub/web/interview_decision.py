"""A person's decision on an interview. No other code writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import RatingError
from hub.people.rights import Action
from hub.web.interview_forms import acting, again, back
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.workflow.decisions import decide

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked
    from hub.workflow.act import Act


def take(asked: Asked) -> Response:
    """Keep the decision of the person who sent the form."""
    try:
        with acting(asked, Action.DECIDE) as act:
            _refuse_unseen(asked, act)
            decide(act, asked.form.get("outcome", ""), asked.form.get("reason", ""))
    except RatingError as error:
        return again(asked, "decision", error)
    return back(asked, "decision")


def _refuse_unseen(asked: Asked, act: Act) -> None:
    """Whoever decides has what people said in sight."""
    if act.interview_id in hidden(asked, act.session, [act.interview_id]).colleagues:
        raise RatingError("The ratings are still hidden from this person.", "unseen")


PAGES = (
    Page(
        "POST", "/interviews/{interview_id}/decision", Action.DECIDE, take, largest_form=32 * 1024
    ),
)
