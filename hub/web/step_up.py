"""Before what is most private: the password or a code once more, if the last one is too old."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import JSONResponse, RedirectResponse

from hub.web.way_back import came_from, within_site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from hub.people.sessions import Visitor
    from hub.web.page import Page, Site

PATH = "/step-up"
_BY_SCRIPT = 401


def is_due(site: Site, page: Page, request: Request, visitor: Visitor | None) -> bool:
    """Say whether the person must first give the password or a code."""
    if not page.needs_step_up or visitor is None:
        return False
    is_old = site.clock() - visitor.stepped_up_at > site.step_up
    return is_old and not (page.is_under_way and page.is_under_way(site, visitor, request))


def asked_first(request: Request) -> Response:
    """Lead to the page that asks, and from there back; a player or script is told where it is.

    A form is not carried along: the way back is a page of this site that is only looked at.
    """
    if _is_script(request):
        return JSONResponse({"step_up": PATH}, _BY_SCRIPT)
    query = request.url.query
    here = request.url.path + (f"?{query}" if query else "")
    if request.method == "POST":
        host = request.headers.get("host")
        here = came_from(request.headers.get("referer", ""), host)
    return RedirectResponse(f"{PATH}?{urlencode({'to': within_site(here)})}", 303)


def _is_script(request: Request) -> bool:
    """Say whether no person sees this answer: a video element or a script has asked."""
    wanted = request.headers.get("sec-fetch-dest", "document")
    return wanted not in {"document", "iframe"} or "range" in request.headers
