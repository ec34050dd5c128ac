"""Topics: `kiosk/{kiosk_id}/{channel}`; built and parsed here and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from wire.errors import TopicError

HUB = "hub"
"""The hub's user name and client id at the broker; no kiosk may be called so."""
_ROOT = "kiosk"
_KIOSK_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


class Channel(StrEnum):
    """What a topic carries; the first five go up, the others down."""

    FEATURES = "features"
    BEHAVIOUR = "behaviour"
    EVENTS = "events"
    STATUS = "status"
    SIGNAL = "signal"
    """What a kiosk says of calls; the one channel that carries free text, and that is SDP."""
    ORDERS = "orders"
    ACKS = "acks"
    CALLS = "calls"
    """Whoever may watch offers a connection (`wire.messages.signal`)."""


UP = frozenset(
    {Channel.FEATURES, Channel.BEHAVIOUR, Channel.EVENTS, Channel.STATUS, Channel.SIGNAL}
)
DOWN = frozenset({Channel.ORDERS, Channel.ACKS, Channel.CALLS})
DURABLE = frozenset({Channel.FEATURES, Channel.BEHAVIOUR, Channel.EVENTS})


def is_kiosk_id(text: str) -> bool:
    """Say whether `text` may name a kiosk: 1-32 of a-z, 0-9 and inner hyphens, but not `hub`."""
    return _KIOSK_ID.fullmatch(text) is not None and text != HUB


@dataclass(frozen=True, slots=True)
class Topic:
    """One kiosk's one channel."""

    kiosk_id: str
    channel: Channel

    def __post_init__(self) -> None:
        """Refuse a name that could reach into another kiosk's topics."""
        if not is_kiosk_id(self.kiosk_id):
            raise TopicError(f"{self.kiosk_id[:40]!r} is not a kiosk's name.")

    def __str__(self) -> str:
        """Spell the topic as the broker does."""
        return f"{_ROOT}/{self.kiosk_id}/{self.channel.value}"

    @classmethod
    def parse(cls, text: str) -> Topic:
        """Read a topic; raises TopicError on anything else."""
        parts = text.split("/")
        if len(parts) != 3 or parts[0] != _ROOT:  # noqa: PLR2004 - root, kiosk, channel
            raise TopicError(f"{text[:80]!r} is not a topic of ours.")
        try:
            return cls(parts[1], Channel(parts[2]))
        except ValueError as error:
            raise TopicError(f"{parts[2][:40]!r} is not a channel.") from error


def every_kiosk(channel: Channel) -> str:
    """Give the subscription that hears one channel of every kiosk."""
    return f"{_ROOT}/+/{channel.value}"
