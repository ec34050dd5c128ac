"""Everyone who watches the interview now: calls are taken, bounded, and ended with it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import structlog

from edge_agent.errors import EdgeError
from wire.messages.signal import MOST_VIEWINGS, Accepted, Declined, NotNow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wire.live import FromKiosk
    from wire.messages.signal import Call

_LOG = structlog.get_logger()


class NotUnderstoodError(EdgeError):
    """A viewer's offer holds nothing that the kiosk can send."""

    code = "K-LIVE-001"
    diagnosis = "The viewer's browser must offer to receive H.264; see docs/live.md."


class Peer(Protocol):
    """One viewer's connection."""

    async def answer(self, sdp: str) -> str:
        """Take the offer and give the answer; raises NotUnderstoodError."""
        ...

    def tell(self, said: FromKiosk) -> None:
        """Say something on the data channel; nothing happens while that is not open."""
        ...

    async def close(self) -> None:
        """Stop sending; safe to call twice."""
        ...


class Viewers:
    """Takes calls and ends them; everything here runs on the event loop."""

    def __init__(
        self,
        new_peer: Callable[[Call, Callable[[], None]], Awaitable[Peer]],
        watchable: Callable[[], str | None],
    ) -> None:
        """Take a maker of peers, and who says which interview may be watched now.

        The maker gets the call and what to call when the peer is gone by itself. No interview
        may be watched before its candidate agreed to be recorded, or after its end.
        """
        self._new_peer = new_peer
        self._watchable = watchable
        self._peers: dict[str, Peer] = {}
        self._speakers: set[str] = set()
        self._turn = asyncio.Lock()
        self._interview: str | None = None
        self._is_over = False
        self._told_ended: list[Callable[[str], None]] = []

    @property
    def count(self) -> int:
        """Say how many watch."""
        return len(self._peers)

    @property
    def is_led(self) -> bool:
        """Say whether anybody who may speak watches."""
        return bool(self._speakers)

    def speaks(self, viewing_id: str) -> bool:
        """Say whether this one may speak to the candidate."""
        return viewing_id in self._speakers

    def on_ended(self, callback: Callable[[str], None]) -> None:
        """Have `callback` told each viewing that ended, by whatever cause but `hang_up`."""
        self._told_ended.append(callback)

    async def call(self, call: Call) -> Accepted | Declined:
        """Take a call or say why not; a call again with the same number begins anew."""
        async with self._turn:
            await self.hang_up(call.viewing_id)
            if call.interview_id != self._watchable():
                return Declined(viewing_id=call.viewing_id, why=NotNow.NO_INTERVIEW)
            if len(self._peers) >= MOST_VIEWINGS:
                return Declined(viewing_id=call.viewing_id, why=NotNow.TOO_MANY)
            return await self._accept(call)

    async def hang_up(self, viewing_id: str) -> None:
        """End a viewing; one that is over already is no error."""
        if (peer := self._forget(viewing_id)) is not None:
            await peer.close()
            _LOG.info("viewing_ended", viewers=self.count)

    def tell(self, said: FromKiosk) -> None:
        """Say something to all screens."""
        for peer in tuple(self._peers.values()):
            peer.tell(said)

    async def tick(self) -> None:
        """End all viewings of an interview that may be watched no longer.

        At the second look, so that the screens have been told why.
        """
        was_over, self._is_over = self._is_over, self._watchable() != self._interview
        if self._peers and was_over and self._is_over:
            await self.close()

    async def close(self) -> None:
        """End all viewings."""
        for viewing_id in tuple(self._peers):
            await self._end(viewing_id)

    async def _accept(self, call: Call) -> Accepted | Declined:
        peer = await self._new_peer(call, lambda: self._gone(call.viewing_id, peer))
        self._peers[call.viewing_id] = peer
        if call.may_speak:
            self._speakers.add(call.viewing_id)
        self._interview = call.interview_id
        try:
            sdp = await peer.answer(call.sdp)
        except NotUnderstoodError as error:
            _LOG.warning("call_declined", code=error.code, why=str(error))
            await self.hang_up(call.viewing_id)
            return Declined(viewing_id=call.viewing_id, why=NotNow.NOT_UNDERSTOOD)
        _LOG.info("viewing_began", viewers=self.count, may_speak=call.may_speak)
        return Accepted(viewing_id=call.viewing_id, sdp=sdp)

    def _gone(self, viewing_id: str, peer: Peer) -> None:
        """Forget a peer that closed itself, unless another has taken its number."""
        if self._peers.get(viewing_id) is peer:
            self._forget(viewing_id)
            _LOG.info("viewing_lost", viewers=self.count)
            self._say_ended(viewing_id)

    def _forget(self, viewing_id: str) -> Peer | None:
        self._speakers.discard(viewing_id)
        return self._peers.pop(viewing_id, None)

    async def _end(self, viewing_id: str) -> None:
        await self.hang_up(viewing_id)
        self._say_ended(viewing_id)

    def _say_ended(self, viewing_id: str) -> None:
        for callback in self._told_ended:
            callback(viewing_id)
