"""A candidate's own link: made and shown once, or taken back, by HR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people import links
from hub.people.rights import Action
from hub.storage.database import writing
from hub.web.candidates.found import candidate_for
from hub.web.page import Page
from hub.web.rendering import render

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

_ACTION = Action.RELEASE_FEEDBACK


def give(asked: Asked) -> Response:
    """Make a link and show it: nobody can look it up afterwards."""
    row = candidate_for(asked, _ACTION)
    now = asked.site.clock()
    with writing(asked.site.engine) as session:
        token = links.give(session, row.candidate_id, asked.person.actor, now)
    site = asked.site.mail.site.rstrip("/") or str(asked.request.base_url).rstrip("/")
    return render(
        asked,
        "letters/link.html",
        candidate=row,
        address=f"{site}/my/{token}",
        until=now + links.LASTS,
    )


def revoke(asked: Asked) -> Response:
    """Take back every link of the candidate."""
    row = candidate_for(asked, _ACTION)
    with writing(asked.site.engine) as session:
        links.revoke(session, row.candidate_id, asked.person.actor, asked.site.clock())
    return back(asked)


def back(asked: Asked) -> Response:
    """Go to the candidate."""
    return RedirectResponse(f"/candidates/{asked.request.path_params['candidate_id']}", 303)


_ONE = "/candidates/{candidate_id}/link"
PAGES = (
    Page("POST", _ONE, _ACTION, give, needs_step_up=True),
    Page("POST", _ONE + "/revoke", _ACTION, revoke),
    Page("GET", _ONE, _ACTION, back),
)
