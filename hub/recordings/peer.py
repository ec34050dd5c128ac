"""Whose connection a request came on: the client certificate, handed to the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

from wire.identity import certificate_of

if TYPE_CHECKING:
    import asyncio

    from cryptography.x509 import Certificate
    from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "interview_kiosk.peer"


class PeerProtocol(H11Protocol):
    """HTTP/1.1 on TLS that tells the application the peer's certificate (DER)."""

    def connection_made(  # type: ignore[override]  # asyncio hands over a transport of TLS
        self,
        transport: asyncio.Transport,
    ) -> None:
        """Bind this connection's certificate to its requests."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        encoded = tls.getpeercert(binary_form=True) if tls is not None else None
        self.app = _Bound(self.app, encoded)


class _Bound:
    """The application, as one connection sees it."""

    def __init__(self, app: ASGIApp, encoded: bytes | None) -> None:
        self._app = app
        self._encoded = encoded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[_KEY] = self._encoded
        await self._app(scope, receive, send)


def peer_of(scope: Scope) -> Certificate:
    """Give the certificate of a request's connection; raises IdentityError without one."""
    return certificate_of(scope.get(_KEY) or b"")
