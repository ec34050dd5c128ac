"""Peers that connect to nobody and note what they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.live.viewers import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.live import FromKiosk
    from wire.messages.signal import Call


class FakePeer:
    """Answers every offer but `nonsense`."""

    def __init__(self, call: Call, gone: Callable[[], None]) -> None:
        self.call = call
        self.gone = gone
        self.told: list[FromKiosk] = []
        self.is_closed = False

    async def answer(self, sdp: str) -> str:
        if sdp == "nonsense":
            raise NotUnderstoodError("A test says no.")
        return f"answer to {sdp}"

    def tell(self, said: FromKiosk) -> None:
        self.told.append(said)

    async def close(self) -> None:
        self.is_closed = True
