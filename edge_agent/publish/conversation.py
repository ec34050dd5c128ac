"""One connection to the broker, from its first word to its loss."""

from __future__ import annotations

import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import BrokerError
from edge_agent.publish.ports import Acknowledged, Broker, BrokerEvent, Connected, Lost, Received
from wire import codec
from wire.errors import MessageError
from wire.messages.orders import Erase, SendAgain, Watermark
from wire.messages.signal import Calling

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.publish.drain import Drain
    from edge_agent.publish.outbox import Outbox
    from wire.topics import Channel

_CONNECT_S = 10.0
_LOOK_BACK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Wake:
    """Somebody in this process wants the outbox looked at."""


class Conversation:
    """Turns what the broker says into outbox and drain, and the outbox into messages.

    Raises BrokerError when the connection is lost or silent; OutboxError passes through.
    """

    def __init__(
        self,
        broker: Broker,
        outbox: Outbox,
        drain: Drain,
        called: Callable[[Calling], None] = lambda _: None,
    ) -> None:
        self.inbox: SimpleQueue[BrokerEvent | Wake] = SimpleQueue()
        self._broker = broker
        self._outbox = outbox
        self._drain = drain
        self._called = called
        self._look_back_at = 0.0
        self._log = structlog.get_logger()

    def open(self, will: bytes) -> None:
        """Connect; returns once the broker took us."""
        self._broker.connect(will, self.inbox.put)
        give_up_at = time.monotonic() + _CONNECT_S
        while (left_s := give_up_at - time.monotonic()) > 0:
            for event in self._events(left_s):
                if isinstance(event, Lost):
                    raise BrokerError(f"The broker refused us: {event.reason}.")
                if isinstance(event, Connected):
                    self._drain.connected(time.monotonic())
                    return
        raise BrokerError("The broker does not answer.")

    def serve(self, wait_s: float) -> bool:
        """Send what waits, then take what comes within `wait_s`; says whether a plan was named."""
        self._pump()
        orders = [self._take(event) for event in self._events(wait_s)]
        self._look_back()
        return any(orders)

    def _events(self, wait_s: float) -> list[BrokerEvent | Wake]:
        """Wait for an event, then take all that are there."""
        events: list[BrokerEvent | Wake] = []
        try:
            events.append(self.inbox.get(timeout=wait_s))
            while True:
                events.append(self.inbox.get_nowait())
        except Empty:
            return events

    def _pump(self) -> None:
        while room := self._drain.room():
            rows = self._outbox.waiting(self._drain.cursor, room)
            if not rows:
                return
            for row in self._drain.next(rows):
                ticket = self._broker.publish(row.channel, row.payload)
                self._drain.sent(ticket, time.monotonic())

    def _take(self, event: BrokerEvent | Wake) -> bool:
        match event:
            case Lost(reason):
                raise BrokerError(f"The connection was lost: {reason}.")
            case Acknowledged(ticket):
                self._drain.acknowledged(ticket, time.monotonic())
            case Received(channel, payload):
                return self._hear(channel, payload)
            case Connected() | Wake():
                pass
        return False

    def _hear(self, channel: Channel, payload: bytes) -> bool:
        try:
            message = codec.decode(channel, payload)
        except MessageError as error:
            self._log.warning("order_refused", code=error.code, channel=channel.value)
            return False
        if isinstance(message, Watermark):
            new = self._outbox.watermark(message.stream_id, message.seq)
            self._drain.heard(time.monotonic(), new)
            return False
        if isinstance(message, SendAgain):
            count = self._outbox.send_again(message.stream_id, message.seq)
            self._drain.rewind(time.monotonic())
            self._log.info("sending_again", stream_id=message.stream_id, messages=count)
            return False
        if isinstance(message, Erase):
            self._outbox.withdraw(message.interview_id)
        if isinstance(message, Calling):
            self._called(message)
            return False
        return True

    def _look_back(self) -> None:
        now = time.monotonic()
        if now < self._look_back_at:
            return
        self._look_back_at = now + _LOOK_BACK_EVERY_S
        if self._drain.is_unanswered(now):
            raise BrokerError("The broker acknowledges nothing.")
        waiting = self._outbox.count_waiting()
        if self._drain.tick(now, waiting):
            self._log.warning("no_watermark", waiting=waiting)
