"""What stands before every request: own host, own origin, and a browser told to trust little."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; "
    "media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_KEPT = "private, max-age=31536000, immutable"
"""Of a file whose address names its content: without it every page would fetch all of them anew."""
_HARMLESS = frozenset({"GET", "HEAD"})
_OWN_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class Guard:
    """Refuses foreign hosts and cross-site posts, and puts the security headers on every answer.

    The self-view is the camera: a foreign page must not open it, so it asks for our own origin.
    A program without a browser sends neither `Origin` nor `Sec-Fetch-Site`; its posts are taken.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif (refusal := _refusal(scope)) is None:
            await self._app(scope, receive, _with_headers(send, may_be_kept=_is_version(scope)))
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008, reason=refusal)(scope, receive, send)
        else:
            answer = PlainTextResponse(f"{refusal}\n", status_code=403)
            await answer(scope, receive, _with_headers(send))


def _refusal(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _name_of(host) not in _OWN_HOSTS:
        return "K-PAGE-001: this page is for this kiosk's own screen."
    if scope["type"] == "http" and scope["method"] in _HARMLESS:
        return None
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "K-PAGE-002: another site may not press this page's buttons."
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "K-PAGE-002: another site may not press this page's buttons."
    if scope["type"] == "websocket" and "origin" not in headers:
        return "K-PAGE-003: the self-view is for this page only."
    return None


def _name_of(host: str) -> str | None:
    """Give the name in a `Host` field; None when there is none that can be read."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_version(scope: Scope) -> bool:
    path: str = scope["path"]
    query: bytes = scope.get("query_string", b"")
    return path.startswith("/static/") and query.startswith(b"v=")


def _with_headers(send: Send, *, may_be_kept: bool = False) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if may_be_kept and message["status"] == HTTPStatus.OK:
                headers["Cache-Control"] = _KEPT
        await send(message)

    return send_guarded
