"""`/self-view`: pictures as binary messages, the level as JSON, to this kiosk's own page only."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from starlette.websockets import WebSocketDisconnect

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from edge_agent.page.mirror import Mirror, Viewer


async def serve(socket: WebSocket, mirror: Mirror) -> None:
    """Send what is newest until the page goes away."""
    await socket.accept()
    with mirror.viewer() as viewer:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(_send(socket, viewer))
            await _until_it_leaves(socket)
            sending.cancel()


async def _send(socket: WebSocket, viewer: Viewer) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            picture, loudness = await viewer.newest()
            if picture is not None:
                await socket.send_bytes(picture)
            if loudness is not None:
                level = {"dbfs": loudness.dbfs, "speech": loudness.speech}
                await socket.send_text(msgspec.json.encode(level).decode())


async def _until_it_leaves(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()
