"""A person's decision on an interview. No other code writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import RatingError
from hub.people.rights import Action
from hub.web.interview_forms import acting, again, back, refuse_unseen
from hub.web.page import Page
from hub.workflow.decisions import decide

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Keep the decision of the person who sent the form."""
    try:
        with acting(asked, Action.DECIDE) as act:
            refuse_unseen(asked, act)
            decide(act, asked.form.get("outcome", ""), asked.form.get("reason", ""))
    except RatingError as error:
        return again(asked, "decision", error)
    return back(asked, "decision")


PAGES = (
    Page(
        "POST",
        "/interviews/{interview_id}/decision",
        Action.DECIDE,
        take,
        "view_interview",
        largest_form=32 * 1024,
    ),
)
