"""The kiosk's end of signalling: calls from the hub to the live view, and what it says of them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Protocol

import structlog

from edge_agent.errors import EdgeError
from wire.messages.signal import (
    MOST_VIEWINGS,
    Accepted,
    Call,
    Declined,
    HangUp,
    NotNow,
    ViewingEnded,
    Watching,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.messages.signal import Called

_SAY_EVERY_S = 5.0
"""So often the hub is told who watches, while anybody does."""
_SAY_ON_S = 20.0
"""And so long after connecting, or after the last one left: what was begun before is over."""
ALONE_S = 60.0
"""Nobody can take a right away while the broker is away, so viewings end after so long."""
_REMEMBERED = 512
_LOG = structlog.get_logger()


class Viewers(Protocol):
    """The live view as signalling needs it; see `edge_agent.live.viewers`."""

    async def call(self, call: Call) -> Accepted | Declined:
        """Take a call or say why not."""
        ...

    async def hang_up(self, viewing_id: str) -> None:
        """End a viewing; one that is over already is no error."""
        ...

    async def close(self) -> None:
        """End all viewings."""
        ...

    def on_ended(self, callback: Callable[[str], None]) -> None:
        """Have `callback` told each viewing that ended, by whatever cause but `hang_up`."""
        ...


class Calls:
    """Takes each call once; everything here runs on the event loop.

    A number that was called or hung up before is not called again: a message that came late or
    twice opens nothing.
    """

    def __init__(
        self,
        viewers: Viewers,
        signal: Callable[[Called], None],
        is_connected: Callable[[], bool],
    ) -> None:
        """Take the live view, what says something to the hub, and whether the hub can hear it."""
        self._viewers = viewers
        self._signal = signal
        self._is_connected = is_connected
        self._answering: dict[str, asyncio.Task[None]] = {}
        self._hanging_up: set[asyncio.Task[None]] = set()
        self._open: set[str] = set()
        self._over: deque[str] = deque(maxlen=_REMEMBERED)
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)
        self._was_connected = False
        self._say_at = 0.0
        self._say_until = 0.0
        self._connected_at = 0.0
        viewers.on_ended(self._ended)

    def hear(self, calling: Call | HangUp) -> None:
        """Take what the hub says."""
        match calling:
            case Call():
                self._take(calling)
            case HangUp():
                self._leave(calling.viewing_id)

    async def tick(self, now: float) -> None:
        """Tell the hub who watches, when that is due; end what the hub cannot end."""
        is_connected = self._is_connected()
        if is_connected:
            if self._open or not self._was_connected:
                self._say_until = now + _SAY_ON_S
            if not self._was_connected or self._say_at <= now < self._say_until:
                self._say_watching(now)
            self._connected_at = now
        elif self._open and now - self._connected_at > ALONE_S:
            _LOG.warning("viewings_ended_alone", viewings=len(self._open))
            await self._viewers.close()
        self._was_connected = is_connected

    async def finish(self) -> None:
        """Let nothing be under way any more."""
        tasks = [*self._answering.values(), *self._hanging_up]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _take(self, call: Call) -> None:
        viewing_id = call.viewing_id
        if viewing_id in self._seen:
            _LOG.warning("call_again_refused", viewing=viewing_id)
            return
        self._seen.append(viewing_id)
        if len(self._open.union(self._answering)) >= MOST_VIEWINGS:
            self._signal(Declined(viewing_id=viewing_id, why=NotNow.TOO_MANY))
            return
        task = asyncio.get_running_loop().create_task(self._answer(call))
        self._answering[viewing_id] = task
        task.add_done_callback(lambda _: self._answering.pop(viewing_id, None))

    async def _answer(self, call: Call) -> None:
        viewing_id = call.viewing_id
        try:
            answer = await self._viewers.call(call)
        except EdgeError as error:
            _LOG.warning("call_failed", code=error.code, why=str(error))
            answer = Declined(viewing_id=viewing_id, why=NotNow.NOT_UNDERSTOOD)
        if viewing_id in self._over:
            await self._viewers.hang_up(viewing_id)
            return
        if isinstance(answer, Accepted):
            self._open.add(viewing_id)
        self._signal(answer)

    def _leave(self, viewing_id: str) -> None:
        self._seen.append(viewing_id)
        self._over.append(viewing_id)
        self._open.discard(viewing_id)
        task = asyncio.get_running_loop().create_task(self._viewers.hang_up(viewing_id))
        self._hanging_up.add(task)
        task.add_done_callback(self._hanging_up.discard)

    def _ended(self, viewing_id: str) -> None:
        self._over.append(viewing_id)
        self._open.discard(viewing_id)
        self._signal(ViewingEnded(viewing_id=viewing_id))

    def _say_watching(self, now: float) -> None:
        self._say_at = now + _SAY_EVERY_S
        self._signal(Watching(viewing_ids=tuple(sorted(self._open))))
