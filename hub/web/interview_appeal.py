"""An appeal that reached HR by another way than the candidate's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people.rights import Action
from hub.web.interview_forms import acting, again
from hub.web.page import Page
from hub.workflow.appeals import open_appeal

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def enter(asked: Asked) -> Response:
    """Enter what a candidate said by another way than the link."""
    try:
        with acting(asked, Action.HANDLE_APPEALS) as act:
            appeal_id = open_appeal(
                act.session,
                asked.site.keeper,
                act.interview_id,
                asked.form.get("text", ""),
                entered_by=asked.person,
                due_at=asked.site.appeal_due(),
            )
    except RatingError as error:
        return again(asked, "appeal", error)
    return RedirectResponse(f"/appeals/{appeal_id}", 303)


PAGES = (
    Page(
        "POST",
        "/interviews/{interview_id}/appeals",
        Action.HANDLE_APPEALS,
        enter,
        "view_interview",
        largest_form=48 * 1024,
    ),
)
