"""The candidate page on a real port, around an interview that is held in memory."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from edge_agent.app.page_server import listen, page_server
from edge_agent.page.routes import build
from edge_agent.settings import PageSettings
from tests.integration.site import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.desk import FakeDesk


class ServedPage:
    """Its address, and a program that presses its buttons."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = httpx.Client(base_url=address)

    def post(self, path: str, **form: str) -> None:
        """Press a button that must work."""
        answer = self._client.post(f"/{path}", data=form)
        assert answer.status_code == 303, (path, answer.status_code, answer.text)

    def close(self) -> None:
        self._client.close()


@contextmanager
def served_page(desk: FakeDesk) -> Iterator[ServedPage]:
    """Serve the desk's pages as the agent does."""
    settings = PageSettings(port=free_port())
    server, taken = page_server(build(desk)), listen(settings)
    thread = threading.Thread(target=server.run, args=([taken],))
    thread.start()
    page = ServedPage(f"http://127.0.0.1:{settings.port}")
    try:
        yield page
    finally:
        server.should_exit = True
        thread.join()
        page.close()
