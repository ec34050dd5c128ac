"""Bytes become a message or a MessageError; never None, never half."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from wire.errors import MessageError, NoChannelError
from wire.measured import misplaced
from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.events import InterviewEvent
from wire.messages.feature_window import FeatureWindow
from wire.messages.fields import Durable, Message
from wire.messages.orders import Order, Watermark
from wire.messages.signal import Called, Calling
from wire.messages.status import Status
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile, allows_behaviour
from wire.topics import Channel

MAX_BYTES = 16 * 1024

MESSAGES: dict[Channel, Any] = {
    Channel.FEATURES: FeatureWindow | UtteranceFeatures | AnswerFeatures,
    Channel.BEHAVIOUR: BehaviourWindow,
    Channel.EVENTS: InterviewEvent,
    Channel.STATUS: Status,
    Channel.SIGNAL: Called,
    Channel.ORDERS: Order,
    Channel.ACKS: Watermark,
    Channel.CALLS: Calling,
}
"""What each channel may carry."""

_DECODERS = {channel: msgspec.json.Decoder(kinds) for channel, kinds in MESSAGES.items()}


def channels(profile: Profile) -> frozenset[Channel]:
    """Give the channels that exist under a profile; a forbidden measure has no way of its own."""
    every = frozenset(MESSAGES)
    return every if allows_behaviour(profile) else every - {Channel.BEHAVIOUR}


def kinds(profile: Profile) -> frozenset[tuple[Channel, str]]:
    """Give each kind of message with the channel that carries it under a profile."""
    return frozenset(
        (channel, message.__struct_config__.tag)
        for channel in channels(profile)
        for message in get_args(MESSAGES[channel]) or (MESSAGES[channel],)
    )


def encode(message: Message) -> bytes:
    """Write a message as JSON; raises MessageError when it would not be accepted again."""
    payload = msgspec.json.encode(message)
    if len(payload) > MAX_BYTES:
        raise MessageError(f"{len(payload)} bytes, {MAX_BYTES} allowed.")
    return payload


def decode(channel: Channel, payload: bytes) -> Message:
    """Read a message of `channel`; raises MessageError on anything else.

    The size is looked at first; unknown fields, numbers out of bounds or not finite, wrong types
    and kinds of another channel are refused.
    """
    if len(payload) > MAX_BYTES:
        raise MessageError(f"{len(payload)} bytes, {MAX_BYTES} allowed.")
    try:
        message: Message = _DECODERS[channel].decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MessageError(f"{channel.value}: {error}.") from error
    return message


def decode_under(profile: Profile, channel: Channel, payload: bytes) -> Message:
    """Read a message as a deployment under `profile` may; raises MessageError on anything else."""
    if channel not in channels(profile):
        raise NoChannelError(f"Under {profile.value} there is no channel {channel.value}.")
    message = decode(channel, payload)
    field = misplaced(profile, message)
    if field is not None:
        raise MessageError(f"{channel.value}: not so under {profile.value}: `{field}`.")
    return message


def decode_durable(channel: Channel, payload: bytes) -> Durable:
    """Read a message that carries (stream_id, seq); raises MessageError on anything else."""
    message = decode(channel, payload)
    if not isinstance(message, Durable):
        raise MessageError(f"{channel.value} does not carry durable messages.")
    return message
