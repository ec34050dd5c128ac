"""A message as the broker handed it over, and what reading it gives."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wire import codec
from wire.errors import MessageError, TopicError
from wire.messages.fields import Durable, Hex32, Sequence
from wire.topics import DURABLE, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from wire.messages.fields import Message
    from wire.policy import Profile
    from wire.topics import Channel

UNKNOWN_TOPIC = "?"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes on a topic."""

    topic: str
    payload: bytes
    at: datetime
    """When the broker handed it over."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A durable message of a kiosk's own channel."""

    kiosk_id: str
    channel: Channel
    message: Durable
    payload: bytes
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A message that is not kept: only the newest counts."""

    kiosk_id: str
    message: Message


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that is not taken, and why; never what was in it."""

    kiosk_id: str
    channel: str
    code: str
    reason: str
    at: datetime
    stream_id: str | None = None
    seq: int | None = None
    """Set where the refusal settles a place of the stream for good."""


class _Place(msgspec.Struct, frozen=True):
    """Of a message that cannot be read otherwise: where in its stream it stands."""

    stream_id: Hex32
    seq: Sequence


_PLACES = msgspec.json.Decoder(_Place)


def read(arrival: Arrival, profile: Profile) -> Letter | Told | Refused:
    """Read a message strictly, as this deployment may; one of three things comes out."""
    try:
        topic = Topic.parse(arrival.topic)
    except TopicError as error:
        return Refused(UNKNOWN_TOPIC, UNKNOWN_TOPIC, error.code, _brief(error), arrival.at)
    try:
        message = codec.decode_under(profile, topic.channel, arrival.payload)
    except MessageError as error:
        return _refused(topic, arrival, error)
    if topic.channel not in DURABLE or not isinstance(message, Durable):
        return Told(topic.kiosk_id, message)
    sha256 = hashlib.sha256(arrival.payload).hexdigest()
    return Letter(topic.kiosk_id, topic.channel, message, arrival.payload, sha256, arrival.at)


def _refused(topic: Topic, arrival: Arrival, error: MessageError) -> Refused:
    place = _place(arrival.payload) if topic.channel in DURABLE else None
    return Refused(
        topic.kiosk_id,
        topic.channel.value,
        error.code,
        _brief(error),
        arrival.at,
        stream_id=place.stream_id if place else None,
        seq=place.seq if place else None,
    )


def _place(payload: bytes) -> _Place | None:
    """Find where a refused message stands; it will never be taken, so nothing waits for it."""
    if len(payload) > codec.MAX_BYTES:
        return None
    try:
        return _PLACES.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _brief(error: Exception) -> str:
    """Say what was wrong: msgspec names places and types, and never repeats a value of ours."""
    return str(error)[:200]
