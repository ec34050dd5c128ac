"""What a person sees when something is not there, not allowed, or broken: words and a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from hub.errors import HubError, StorageError
from hub.web.guard import language_of, visitor_of
from hub.web.rendering import fill, say
from hub.web.watched import LINK
from hub.web.words import marked
from wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from hub.people.sessions import Visitor
    from hub.web.page import Site


class Words(NamedTuple):
    """What an error page says."""

    code: str
    title: str
    advice: str


_BY_STATUS = {
    400: Words("H-WEB-400", marked("This could not be read"), marked("Go back and try again.")),
    401: Words("H-WEB-401", marked("You are signed out"), marked("Sign in and try again.")),
    403: Words(
        "H-WEB-403",
        marked("This form is out of date"),
        marked("Load the page again, then send the form again."),
    ),
    404: Words(
        "H-WEB-404",
        marked("There is nothing here for you"),
        marked("The address may be wrong, or your role may not see it."),
    ),
    405: Words("H-WEB-405", marked("This cannot be done here"), marked("Go back and try again.")),
    413: Words(
        "H-WEB-413",
        marked("This is too large"),
        marked("Go back and send a smaller file or a shorter text."),
    ),
    503: Words(
        "H-WEB-503",
        marked("This cannot be opened now"),
        marked("Try again in a minute. If it stays so, give the code to your technician."),
    ),
}
_BROKEN = Words(
    "H-WEB-500",
    marked("Something went wrong on the server"),
    marked("Nothing was changed. Give the code to your technician."),
)

_log = structlog.get_logger()


def handlers(site: Site) -> dict[int | type[Exception], Callable[..., Awaitable[Response]]]:
    """Give Starlette the page for each kind of error."""

    async def http(request: Request, error: HTTPException) -> Response:
        words = _BY_STATUS.get(error.status_code, _BY_STATUS[400])
        answer = await run_in_threadpool(_page, site, request, error.status_code, words)
        answer.headers.update(error.headers or {})
        return answer

    async def ours(request: Request, error: HubError | WireError) -> Response:
        _log.error("page_failed", code=error.code, path=_path(request))
        words = _BY_STATUS[503]._replace(code=error.code)
        return await run_in_threadpool(_page, site, request, 503, words)

    async def unforeseen(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(_page, site, request, 500, _BROKEN)

    return {HTTPException: http, HubError: ours, WireError: ours, Exception: unforeseen}


def _page(site: Site, request: Request, status: int, words: Words) -> Response:
    visitor = _visitor(site, request)
    language = language_of(request, visitor)
    text = fill(
        language,
        "error.html",
        visitor,
        here="/",
        code=words.code,
        title=say(language, words.title),
        advice=say(language, words.advice),
    )
    return HTMLResponse(text, status)


def _path(request: Request) -> str:
    """Give the path without the token that opens a candidate's link."""
    token = request.path_params.get(LINK)
    return request.url.path.replace(token, "…") if token else request.url.path


def _visitor(site: Site, request: Request) -> Visitor | None:
    try:
        return visitor_of(site, request)
    except StorageError:
        return None
