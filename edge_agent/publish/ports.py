"""The broker port: one connection at a time, whatever product carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.topics import Channel


@dataclass(frozen=True, slots=True)
class Connected:
    """The broker took us; what it holds for us follows."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection is over, or was refused."""

    reason: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The broker has the message of this ticket; that is not yet durability."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Received:
    """Something from the hub."""

    channel: Channel
    payload: bytes


BrokerEvent = Connected | Lost | Acknowledged | Received


class Broker(Protocol):
    """The kiosk's only way to the hub for messages."""

    def connect(self, will: bytes, tell: Callable[[BrokerEvent], None]) -> None:
        """Open a new connection in place of the old one; raises BrokerError when nobody is there.

        `will` becomes the retained status should the connection break. `tell` is called from
        another thread: Connected or Lost first, nothing after Lost.
        """
        ...

    def publish(self, channel: Channel, payload: bytes, *, retain: bool = False) -> int:
        """Hand a message over (at least once) and give its ticket; raises BrokerError."""
        ...

    def close(self) -> None:
        """Leave in order, so that the will is not carried out; safe to call twice."""
        ...
