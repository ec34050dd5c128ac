"""A connection whose request does not come is closed; one that asks is answered."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from hub.app.prompt import PromptProtocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.integration
BOUND_S = 10.0
ASKING = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Hurried(PromptProtocol):
    """Waits a moment only."""

    patience_s = 0.2


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        PlainTextResponse("here"), http=Hurried, ws="none", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        listener.close()


async def until_closed(said: bytes) -> bytes:
    """Give everything that the server says until it closes the connection."""
    async with served() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        try:
            return await asyncio.wait_for(reader.read(), BOUND_S)
        finally:
            writer.close()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: h"], ids=["silent", "half a head"])
def test_a_connection_without_a_whole_request_is_closed(said: bytes) -> None:
    assert asyncio.run(until_closed(said)) == b""


def test_a_request_is_answered_and_half_of_the_next_is_not_waited_for() -> None:
    assert asyncio.run(until_closed(ASKING + b"GET / HT")).endswith(b"here")
