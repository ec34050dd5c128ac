"""`/sign-out`: the session ends here and in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people import sessions
from hub.people.rights import Action
from hub.web import cookies
from hub.web.page import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Sign out."""
    sessions.end(asked.site.engine, asked.person)
    asked.site.openings.forget(asked.person)
    answer = RedirectResponse(f"/sign-in?language={asked.language}", 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    cookies.take_back(answer, is_tls=asked.site.is_tls)
    return answer


PAGES = (Page("POST", "/sign-out", Action.USE_OWN_ACCOUNT, take),)
