"""The candidate page's server answers at once."""

from __future__ import annotations

import socket

import pytest

from edge_agent.app.page_server import listen
from edge_agent.settings import PageSettings
from tests.integration.site import free_port

pytestmark = pytest.mark.integration


def test_a_pages_body_does_not_wait_for_its_headers_acknowledgement() -> None:
    settings = PageSettings(port=free_port())
    with listen(settings) as taken, socket.create_connection((settings.host, settings.port)):
        connection, _ = taken.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
