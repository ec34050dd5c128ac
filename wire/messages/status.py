"""How a kiosk is; retained by the broker, with `offline` as its last will."""

from __future__ import annotations

from enum import StrEnum

from wire.messages.fields import Bytes, Count, Instant, Message
from wire.policy import Profile


class KioskState(StrEnum):
    """What the kiosk is doing."""

    OFFLINE = "offline"
    IDLE = "idle"
    INTERVIEWING = "interviewing"
    FAULTY = "faulty"


class Status(Message, frozen=True, kw_only=True, tag="status"):
    """The newest is the only one that counts."""

    state: KioskState
    profile: Profile
    at: Instant
    outbox_messages: Count
    spool_bytes: Bytes
