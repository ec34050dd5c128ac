"""Between the route and its page: who asks, whether they may, whether the form is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people import sessions
from hub.people.rights import PUBLIC, may
from hub.web import by_link, cookies, forms, step_up, watched
from hub.web.multipart import Sent
from hub.web.page import Asked, Page, Site
from hub.web.same_site import is_same_site
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

CSRF_HEADER = "x-csrf-token"
"""Where a script that sends no form gives the session's token."""
_SIGN_IN_FIRST = 401
_REFUSALS = frozenset({_SIGN_IN_FIRST, 403, 404})
_NOT_SHOWN = 300
"""A redirection or an error shows nobody's data."""


def endpoint(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Make the route's endpoint; the page runs on a thread of its own."""

    async def answer(request: Request) -> Response:
        sent = await _sent(site, page, request) if page.method == "POST" else Sent()
        return await run_in_threadpool(_answer, site, page, request, sent)

    return answer


async def _sent(site: Site, page: Page, request: Request) -> Sent:
    """Read the form; of somebody who may not send it nothing is read, and it is refused."""
    if await run_in_threadpool(_is_welcome, site, page, request):
        return await forms.read(page, request)
    return Sent()


def _is_welcome(site: Site, page: Page, request: Request) -> bool:
    """Say whether a form is read at all; what is not, `_answer` refuses by the same rules."""
    if not is_same_site(request):
        return False
    if page.action in by_link.ACTIONS:
        return by_link.is_known(site, request)
    visitor = None if page.action in PUBLIC else visitor_of(site, request)
    return may(visitor.role if visitor else None, page.action)


def visitor_of(site: Site, request: Request) -> sessions.Visitor | None:
    """Give who is signed in."""
    token = cookies.token_of(request, is_tls=site.is_tls)
    return sessions.find(site.engine, token, site.clock()) if token else None


def language_of(request: Request, visitor: sessions.Visitor | None) -> Language:
    """Give the reader's language: the account's, the one asked for, or the browser's first."""
    if visitor is not None:
        return visitor.language
    asked = request.query_params.get("language")
    if asked in tuple(Language):
        return Language(asked)
    first = request.headers.get("accept-language", "zh").strip().lower()
    return Language.EN if first.startswith("en") else Language.ZH


def _answer(site: Site, page: Page, request: Request, sent: Sent) -> Response:
    visitor = visitor_of(site, request)
    if page.action in by_link.ACTIONS:
        return by_link.answer(site, page, request, language_of(request, visitor), sent)
    try:
        answer = _allowed(site, page, request, visitor, sent)
    except HTTPException as error:
        if error.status_code in _REFUSALS:
            watched.refused(site, page, request, visitor, error.status_code)
        if error.status_code == _SIGN_IN_FIRST and page.method == "GET":
            return RedirectResponse("/sign-in", 303)
        raise
    if page.audited and visitor is not None and answer.status_code < _NOT_SHOWN:
        watched.viewed(site, page, request, visitor)
    return answer


def _allowed(
    site: Site,
    page: Page,
    request: Request,
    visitor: sessions.Visitor | None,
    sent: Sent,
) -> Response:
    if not may(visitor.role if visitor else None, page.action):
        raise HTTPException(404 if visitor else _SIGN_IN_FIRST)
    if page.method != "GET" and not _is_ours(page, request, visitor, sent):
        raise HTTPException(403)
    if step_up.is_due(site, page, request, visitor):
        return step_up.asked_first(request)
    chosen = sent.texts.get("chosen") if visitor is None else None
    language = Language(chosen) if chosen in tuple(Language) else language_of(request, visitor)
    return page.answer(
        Asked(site, request, visitor, language, sent.texts, sent.files, body=sent.body)
    )


def _is_ours(
    page: Page,
    request: Request,
    visitor: sessions.Visitor | None,
    sent: Sent,
) -> bool:
    """Refuse a form that another site's page sent, and one without the session's CSRF token.

    The sign-in form belongs to no session yet, also in a second window.
    """
    if not is_same_site(request):
        return False
    in_header = request.headers.get(CSRF_HEADER, "")
    csrf = in_header if page.is_for_scripts else sent.texts.get("csrf", "")
    return page.action in PUBLIC or (visitor is not None and visitor.sent(csrf))
