"""The agent's process: interview, candidate page, and the kiosk's one connection to the hub."""

from __future__ import annotations

import asyncio
import signal
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import structlog

from edge_agent.app.calls import Calls
from edge_agent.app.code_reader import CodeReader
from edge_agent.app.conclusion import Conclusion
from edge_agent.app.device import note_identity
from edge_agent.app.device_look import DeviceLook
from edge_agent.app.farewell import Farewell
from edge_agent.app.front import Front
from edge_agent.app.listening import Listener
from edge_agent.app.live import LiveView
from edge_agent.app.page_server import listen, page_server
from edge_agent.app.picking_up import PickUp
from edge_agent.app.plans import HubPlans
from edge_agent.app.receipt_post import ReceiptPost
from edge_agent.app.receipts import Receipts
from edge_agent.app.reception import Reception
from edge_agent.app.side import Side
from edge_agent.app.sitting import Sitting
from edge_agent.app.uploader import client_context
from edge_agent.app.withdrawals import Withdrawals
from edge_agent.capture.recorder_client import RecorderClient
from edge_agent.errors import EdgeError, OutboxError
from edge_agent.interview.state import Phase
from edge_agent.page.routes import build
from edge_agent.publish.bell import SOCKET_NAME, Bell, OutboxGrew
from edge_agent.publish.broker import PahoBroker
from edge_agent.publish.courier import Courier
from edge_agent.publish.outbox import Outbox
from edge_agent.record.spool import Spool
from wire.messages.signal import Coming
from wire.messages.status import KioskState, Status

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from edge_agent.publish.ports import Broker
    from edge_agent.settings import Settings
    from wire.messages.signal import Calling

_LOG = structlog.get_logger()
T = TypeVar("T")
_TICK_S = 0.2
_STATUS_EVERY_S = 30.0


class Agent:
    """Holds the parts together; `run` returns after `stop`."""

    def __init__(self, settings: Settings, broker: Broker, context: ssl.SSLContext) -> None:
        self._settings = settings
        settings.runtime_dir.mkdir(parents=True, exist_ok=True)
        self._outbox = Outbox.of_kiosk(settings.state_dir, settings.profile)
        self._spool = Spool(settings.state_dir / "spool", settings.recording.recipients)
        self._hub = HubPlans(settings.hub.receive_url, context)
        recorder = RecorderClient(settings.runtime_dir / "recorder.sock")
        self._sitting = Sitting(self._outbox, recorder, self._wake_courier)
        self._front = Front(settings, self._sitting)
        self._receipts = Receipts(settings)
        self._withdrawals = Withdrawals(
            self._outbox, self._spool, self._receipts, self._front, self._sitting.let_go
        )
        self._front.on_withdrawn = self._withdrawals.wake
        self._post = ReceiptPost(settings.hub.receive_url, context, self._receipts)
        self._side = Side(self._outbox, self._front, self._front.captions)
        self._viewers = LiveView(settings, lambda: self._front.state, self._side).viewers
        self._side.admit(self._viewers)
        self._front.is_watched = lambda: self._viewers.count > 0
        farewell = Farewell(settings, self._sitting, self._front, self._hub)
        conclusion = Conclusion(self._outbox, self._spool, self._receipts, self._front)
        farewell.conclude = conclusion.draw
        kept = PickUp(settings, self._outbox, self._sitting)
        self._reception = Reception(self._sitting, self._front, self._hub, kept, farewell)
        self._loop = asyncio.get_running_loop()
        self._courier = Courier(broker, self._outbox, self._status(), self._ordered, self._called)
        self._calls = Calls(self._viewers, self._courier.signal, self._courier.is_connected.is_set)
        self._page = page_server(build(self._front))
        self._failure: OutboxError | None = None

    async def run(self) -> None:
        """Serve until stopped; raises EdgeError when a part that is needed cannot go on."""
        taken = listen(self._settings.page)
        bell = Bell(self._settings.runtime_dir / SOCKET_NAME)
        stream = self._settings.runtime_dir / "media.sock"
        front = self._front
        listener = Listener(
            stream, self._loop, front.mirror, front.hear, front.recorder_lost, self._looks()
        )
        courier = threading.Thread(target=self._carry, name="courier", daemon=True)
        self._loop.add_reader(bell.fileno(), self._hear_bell, bell)
        listener.start()
        courier.start()
        _LOG.info("agent_ready", port=self._settings.page.port)
        try:
            await self._serve(asyncio.ensure_future(self._page.serve([taken])))
        finally:
            self._loop.remove_reader(bell.fileno())
            bell.close()
            await self._calls.finish()
            await self._viewers.close()
            self._courier.stop()
            await asyncio.to_thread(listener.stop)
            await asyncio.to_thread(courier.join)
            await self._hub.close()
            await self._post.close()
            self._outbox.close()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Let `run` put everything in order and return."""
        self._page.should_exit = True

    def _looks(self) -> tuple[CodeReader, DeviceLook]:
        """Give what looks into the self-view's pictures, on the listener's thread."""
        doorway = self._front.doorway
        codes = CodeReader(lambda: doorway.waits_for_code, self._told(doorway.show_code))
        hints = DeviceLook(
            self._settings.models_dir,
            lambda: doorway.looks_at_devices,
            self._told(doorway.see),
        )
        return codes, hints

    def _told(self, whom: Callable[[T], None]) -> Callable[[T], None]:
        """Give what tells `whom` from another thread."""

        def tell(what: T) -> None:
            self._loop.call_soon_threadsafe(whom, what)

        return tell

    async def _serve(self, page: asyncio.Task[None]) -> None:
        """Run the page and what goes on beside it; the first that ends, ends all."""
        beside = [
            self._reception.run(),
            self._tick(),
            self._report(),
            self._withdrawals.run(),
            self._post.run(),
        ]
        tasks = {page, *(asyncio.ensure_future(one) for one in beside)}
        done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self.stop()
        for task in rest - {page}:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for task in done:
            task.result()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            await self._viewers.tick()
            await self._calls.tick(self._loop.time())
            try:
                await self._front.tick()
                self._side.tick()
            except EdgeError as error:
                _LOG.warning("answer_not_closed", code=error.code, why=str(error))

    async def _report(self) -> None:
        """Tell the hub how the kiosk is: at once when that changes, and every half minute."""
        told, told_at = None, 0.0
        while True:
            state, now = self._state(), self._loop.time()
            if state is not told or now - told_at >= _STATUS_EVERY_S:
                told, told_at = state, now
                self._courier.report(await asyncio.to_thread(self._status))
            await asyncio.sleep(_TICK_S)

    def _state(self) -> KioskState:
        if self._front.state.phase is not Phase.WELCOME:
            return KioskState.INTERVIEWING
        return KioskState.IDLE if self._front.is_whole else KioskState.FAULTY

    def _status(self) -> Status:
        return Status(
            state=self._state(),
            profile=self._settings.profile,
            at=datetime.now(UTC),
            outbox_messages=self._outbox.count_waiting(),
            spool_bytes=self._spool.bytes_waiting(),
        )

    def _hear_bell(self, bell: Bell) -> None:
        try:
            rings = bell.heard()
        except EdgeError as error:
            _LOG.warning("ring_refused", code=error.code, why=str(error))
            return
        for ring in rings:
            self._front.rung(ring)
            self._side.rung(ring)
        if any(isinstance(ring, OutboxGrew) for ring in rings):
            self._courier.wake()

    def _wake_courier(self) -> None:
        self._courier.wake()
        self._side.catch_up()

    def _ordered(self) -> None:
        """Look for a plan; called from the courier's thread."""
        self._loop.call_soon_threadsafe(self._reception.order)

    def _called(self, calling: Calling) -> None:
        """Take a call to the live view, or word of help; called from the courier's thread."""
        if isinstance(calling, Coming):
            self._loop.call_soon_threadsafe(self._side.promised, calling.interview_id)
        else:
            self._loop.call_soon_threadsafe(self._calls.hear, calling)

    def _carry(self) -> None:
        try:
            self._courier.run()
        except OutboxError as error:
            self._failure = error
            self._loop.call_soon_threadsafe(self.stop)


async def serve(settings: Settings) -> None:
    """Run the agent until SIGTERM or SIGINT; raises EdgeError when it cannot start."""
    note_identity(settings)
    broker = PahoBroker(settings.kiosk_id, settings.hub, settings.identity)
    agent = Agent(settings, broker, client_context(settings.identity))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, agent.stop)
    await agent.run()


def run(settings: Settings) -> None:
    """Run the process until SIGTERM; raises EdgeError when it cannot start."""
    asyncio.run(serve(settings))
