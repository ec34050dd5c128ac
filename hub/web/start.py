"""`/`: the first page after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.web.navigation import entries_for
from hub.web.page import Page
from hub.web.rendering import render

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Go to the list of interviews, or say that the role has no page."""
    for entry in entries_for(asked.person.role):
        return RedirectResponse(entry.path, 303)
    return render(asked, "start.html")


PAGES = (Page("GET", "/", Action.USE_OWN_ACCOUNT, show),)
