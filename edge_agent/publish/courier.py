"""The thread that carries messages: it connects, drains the outbox and hears the hub."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import structlog

from edge_agent.errors import BrokerError
from edge_agent.publish.backoff import Backoff
from edge_agent.publish.conversation import Conversation, Wake
from edge_agent.publish.drain import Drain
from wire import codec
from wire.messages.status import KioskState, Status
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.publish.outbox import Outbox
    from edge_agent.publish.ports import Broker
    from wire.messages.signal import Called, Calling

_LOOK_S = 1.0
"""A lost ring of the bell costs so much at most."""
_PRUNE_EVERY_S = 3600.0
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
_MOST_SIGNALS = 64
"""Waiting to be said of calls; the oldest is given up."""
_STEADY_S = 10.0
"""A connection that lasted so long has worked; being let in and thrown out again has not."""


class Courier:
    """Owns the kiosk's one connection; `run` is the body of its thread.

    `ordered` is called from that thread when the hub has a plan waiting, and after each connecting,
    because an order may have been given while the broker knew nothing of us. `called` is called
    from it with each call to the live view.
    OutboxError ends `run`: without its outbox a kiosk must not go on.
    """

    def __init__(
        self,
        broker: Broker,
        outbox: Outbox,
        status: Status,
        ordered: Callable[[], None],
        called: Callable[[Calling], None] = lambda _: None,
    ) -> None:
        self.is_connected = threading.Event()
        self._broker = broker
        self._outbox = outbox
        self._status = status
        self._told: Status | None = None
        self._ordered = ordered
        self._stopping = threading.Event()
        self._backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.SystemRandom().random)
        self._called = called
        self._signals: deque[Called] = deque(maxlen=_MOST_SIGNALS)
        self._conversation = Conversation(broker, outbox, Drain(), called)
        self._prune_at = 0.0
        self._connected_at = 0.0
        self._log = structlog.get_logger()

    def wake(self) -> None:
        """Look at the outbox now; may be called from any thread."""
        self._conversation.inbox.put(Wake())

    def report(self, status: Status) -> None:
        """Publish the kiosk's status, now or once connected; the newest counts."""
        self._status = status
        self.wake()

    def signal(self, called: Called) -> None:
        """Say something of calls now, or never; may be called from any thread."""
        if self.is_connected.is_set():
            self._signals.append(called)
            self.wake()

    def stop(self) -> None:
        """Let `run` say goodbye and return; may be called from any thread."""
        self._stopping.set()
        self.wake()

    def run(self) -> None:
        """Connect again and again until stopped."""
        while not self._stopping.is_set():
            try:
                self._converse()
            except BrokerError as error:
                self._pause(error)
        self._leave()

    def _converse(self) -> None:
        self._conversation = Conversation(self._broker, self._outbox, Drain(), self._called)
        self._signals.clear()
        self._conversation.open(self._offline())
        self._connected_at = time.monotonic()
        self._told = None
        self.is_connected.set()
        self._log.info("broker_connected", waiting=self._outbox.count_waiting())
        self._ordered()
        while not self._stopping.is_set():
            self._tell_status()
            self._say_signals()
            if self._conversation.serve(_LOOK_S):
                self._ordered()
            self._prune()

    def _pause(self, error: BrokerError) -> None:
        if self.is_connected.is_set() and time.monotonic() - self._connected_at > _STEADY_S:
            self._backoff.worked()
        self.is_connected.clear()
        self._broker.close()
        wait_s = self._backoff.failed()
        self._log.warning("broker_away", code=error.code, why=str(error), retry_in_s=wait_s)
        self._stopping.wait(wait_s)

    def _tell_status(self) -> None:
        status = self._status
        if status is not self._told:
            self._broker.publish(Channel.STATUS, codec.encode(status), retain=True)
            self._told = status

    def _say_signals(self) -> None:
        while self._signals:
            self._broker.publish(Channel.SIGNAL, codec.encode(self._signals.popleft()))

    def _prune(self) -> None:
        if time.monotonic() >= self._prune_at:
            self._prune_at = time.monotonic() + _PRUNE_EVERY_S
            self._outbox.prune(time.time())

    def _offline(self) -> bytes:
        at = datetime.now(UTC)
        return codec.encode(msgspec.structs.replace(self._status, state=KioskState.OFFLINE, at=at))

    def _leave(self) -> None:
        """Do in order what the last will would do."""
        if self.is_connected.is_set():
            self.is_connected.clear()
            try:
                self._broker.publish(Channel.STATUS, self._offline(), retain=True)
            except BrokerError as error:
                self._log.warning("broker_away", code=error.code, why=str(error))
        self._broker.close()
