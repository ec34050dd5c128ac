"""The one cookie: the session's token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def token_of(request: Request, *, is_tls: bool) -> str | None:
    """Give the token that the browser sent."""
    return request.cookies.get(_name(is_tls=is_tls))


def give(response: Response, token: str, *, is_tls: bool) -> None:
    """Hand the token to the browser; it goes when the browser closes."""
    response.set_cookie(
        _name(is_tls=is_tls),
        token,
        path="/",
        secure=is_tls,
        httponly=True,
        samesite="strict",
    )


def take_back(response: Response, *, is_tls: bool) -> None:
    """Make the browser forget the token."""
    response.delete_cookie(
        _name(is_tls=is_tls),
        path="/",
        secure=is_tls,
        httponly=True,
        samesite="strict",
    )


def _name(*, is_tls: bool) -> str:
    """Over TLS the prefix makes browsers refuse a cookie that another host planted."""
    return "__Host-hr" if is_tls else "hr"
