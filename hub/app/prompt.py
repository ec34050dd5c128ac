"""Connections that say nothing do not stay: a place that one takes is another person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

FIRST_REQUEST_S = 10.0
"""From the connection, or the answer before, to the end of a request's head."""


class PromptProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose request does not come; uvicorn waits for ever."""

    patience_s = FIRST_REQUEST_S
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override]  # uvicorn narrows the type as well
        self,
        transport: asyncio.Transport,
    ) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Wait no more once a request's head is whole, which makes it the current cycle."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and not self.cycle.response_complete:
            self._wait_no_more()

    def on_response_complete(self) -> None:
        """Wait for the next request: bytes that trickle in end uvicorn's own patience."""
        self._wait()
        super().on_response_complete()

    def _wait(self) -> None:
        self._wait_no_more()
        self._waiting = self.loop.call_later(self.patience_s, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
