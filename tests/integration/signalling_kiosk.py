"""Kiosks as signalling sees them: a real courier on a real connection, played viewers."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edge_agent.app.calls import Calls
from edge_agent.publish.broker import PahoBroker
from edge_agent.publish.courier import Courier
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import Hub, Identity
from tests.fakes.viewers import FakeViewers
from tests.integration.site import HOST
from wire.messages.signal import Coming
from wire.messages.status import KioskState, Status
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioning.authority import Credentials
    from wire.messages.signal import Calling

PATIENCE_S = 30.0
_TICK_S = 0.2


class SignallingKiosk:
    """One kiosk's courier and calls; everything about calls runs on `loop`."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        broker: PahoBroker,
        state: Path,
        interview_id: str,
    ) -> None:
        self._loop = loop
        self.viewers = FakeViewers(interview_id)
        self._outbox = Outbox(state)
        idle = Status(
            state=KioskState.INTERVIEWING,
            profile=Profile.CN,
            at=datetime.now(UTC),
            outbox_messages=0,
            spool_bytes=0,
        )
        self._courier = Courier(broker, self._outbox, idle, lambda: None, self._called)
        connected = self._courier.is_connected
        self._calls = Calls(self.viewers, self._courier.signal, connected.is_set)
        self._thread = threading.Thread(target=self._courier.run)
        self._ticking = asyncio.run_coroutine_threadsafe(self._tick(), loop)
        self._thread.start()
        assert connected.wait(PATIENCE_S)

    def until(self, fact: Callable[[FakeViewers], bool]) -> None:
        """Wait for a fact about the viewers."""
        deadline = time.monotonic() + PATIENCE_S
        while not fact(self.viewers):
            assert time.monotonic() < deadline, "the kiosk did not get there"
            time.sleep(0.02)

    def lose(self, viewing_id: str) -> None:
        """Let a browser be gone."""
        self._loop.call_soon_threadsafe(self.viewers.lose, viewing_id)

    def close(self) -> None:
        """Leave in order."""
        self._ticking.cancel()
        self._courier.stop()
        self._thread.join(PATIENCE_S)
        self._outbox.close()

    def _called(self, calling: Calling) -> None:
        if isinstance(calling, Coming):  # the candidate's page is told; none is here
            return
        self._loop.call_soon_threadsafe(self._calls.hear, calling)

    async def _tick(self) -> None:
        while True:
            await self._calls.tick(self._loop.time())
            await asyncio.sleep(_TICK_S)


@contextmanager
def running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_S)
        loop.close()


def connection(kiosk_id: str, port: int, credentials: Credentials) -> PahoBroker:
    """Give a kiosk's way to the broker."""
    identity = Identity(
        certificate=credentials.certificate, key=credentials.key, authority=credentials.authority
    )
    hub = Hub(broker_host=HOST, broker_port=port, receive_url="https://unused")
    return PahoBroker(kiosk_id, hub, identity)
