"""The candidate page's server, on this kiosk's loopback address only."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from edge_agent.errors import ProcessError

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.applications import Starlette

    from edge_agent.settings import PageSettings

_GOODBYE_S = 2


class PageServer(uvicorn.Server):
    """Leaves signals to the agent, which has more to put in order than the page."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield


def page_server(page: Starlette) -> PageServer:
    """Give a server for the page; it says nothing of single requests."""
    config = uvicorn.Config(
        page,
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    return PageServer(config)


def listen(page: PageSettings) -> socket.socket:
    """Take the page's port; raises ProcessError when somebody has it."""
    family = socket.AF_INET6 if ":" in page.host else socket.AF_INET
    try:
        taken = socket.create_server((page.host, page.port), family=family)
    except OSError as error:
        raise ProcessError(f"Port {page.port} of the page is taken: {error}.") from error
    # Connections take it over. asyncio sets it only where the protocol is named (proto is 0 here),
    # and without it a page's body waits 40 ms for its header's acknowledgement.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken
