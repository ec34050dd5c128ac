"""The kiosk's live view as a test wants it: answers, declines, fails or takes its time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wire.messages.signal import Accepted, Declined, NotNow

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.errors import EdgeError
    from wire.messages.signal import Call

ANSWER = "v=0\r\ns=answer\r\n"


class FakeViewers:
    """Implements `edge_agent.app.calls.Viewers`."""

    def __init__(self, interview_id: str) -> None:
        self.interview_id = interview_id
        self.calls: list[Call] = []
        self.hung_up: list[str] = []
        self.watching: set[str] = set()
        self.raises: EdgeError | None = None
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._ended: list[Callable[[str], None]] = []

    async def call(self, call: Call) -> Accepted | Declined:
        self.calls.append(call)
        await self.may_answer.wait()
        if self.raises is not None:
            raise self.raises
        if call.interview_id != self.interview_id:
            return Declined(viewing_id=call.viewing_id, why=NotNow.NO_INTERVIEW)
        self.watching.add(call.viewing_id)
        return Accepted(viewing_id=call.viewing_id, sdp=ANSWER)

    async def hang_up(self, viewing_id: str) -> None:
        self.hung_up.append(viewing_id)
        self.watching.discard(viewing_id)

    async def close(self) -> None:
        for viewing_id in sorted(self.watching):
            self.lose(viewing_id)

    def on_ended(self, callback: Callable[[str], None]) -> None:
        self._ended.append(callback)

    def lose(self, viewing_id: str) -> None:
        """End a viewing by itself, as when the browser is gone."""
        self.watching.discard(viewing_id)
        for callback in self._ended:
            callback(viewing_id)
