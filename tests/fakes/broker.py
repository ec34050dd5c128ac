"""A broker in memory that may be away, take a few messages and break."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from edge_agent.errors import BrokerError
from edge_agent.publish.ports import Acknowledged, BrokerEvent, Connected, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.topics import Channel


class FakeBroker:
    """Implements the Broker port; `taken` is what a subscriber would have seen."""

    def __init__(self) -> None:
        self.is_up = True
        self.takes: int | None = None
        """Messages it takes before it breaks; None: all."""
        self.acknowledges = True
        self.taken: list[tuple[Channel, bytes]] = []
        self.retained: list[bytes] = []
        self.connections = 0
        self.published = threading.Semaphore(0)
        self._tell: Callable[[BrokerEvent], None] | None = None
        self._will = b""
        self._tickets = 0

    def connect(self, will: bytes, tell: Callable[[BrokerEvent], None]) -> None:
        if not self.is_up:
            raise BrokerError("Nobody is there.")
        self._will, self._tell = will, tell
        self.connections += 1
        tell(Connected())

    def publish(self, channel: Channel, payload: bytes, *, retain: bool = False) -> int:
        if self._tell is None or self.takes == 0:
            self.break_off()
            raise BrokerError("There is no connection.")
        if self.takes is not None:
            self.takes -= 1
        if retain:
            self.retained.append(payload)
        else:
            self.taken.append((channel, payload))
        self.published.release()
        self._tickets += 1
        if self.acknowledges:
            self._tell(Acknowledged(self._tickets))
        return self._tickets

    def close(self) -> None:
        self._tell = None

    def say(self, channel: Channel, payload: bytes) -> None:
        """Deliver something from the hub."""
        assert self._tell is not None
        self._tell(Received(channel, payload))

    def break_off(self) -> None:
        """Lose the connection; the last will is carried out."""
        tell, self._tell = self._tell, None
        if tell is not None:
            self.retained.append(self._will)
            tell(Lost("broken"))
