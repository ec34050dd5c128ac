from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.kiosk_messages import window
from tests.unit.wire.strategies import fields_of, values_of
from wire import codec, measured
from wire.errors import MessageError, NoChannelError
from wire.messages.events import AnswerEnded
from wire.messages.feature_window import PictureQuality
from wire.messages.fields import Durable, Message
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures
from wire.policy import Profile
from wire.topics import DURABLE, Channel

CHANNELS = st.sampled_from(list(Channel))
ENDED = AnswerEnded(
    stream_id="0" * 32,
    seq=1,
    pts=1.5,
    at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    answer=0,
)
HIT = KeywordHit(keyword=4095, start=86_399.123456789012, end=86_399.987654321098)
LONGEST = UtteranceFeatures(
    stream_id="f" * 32,
    seq=2**53 - 1,
    answer=4095,
    revision=1_000_000,
    start=HIT.start,
    end=HIT.end,
    speaker=Speaker.CANDIDATE,
    words=1_000_000,
    confidence=0.12345678901234567,
    rate=9_999.123456789012,
    pauses=1_000_000,
    pause_s=HIT.start,
    fillers=1_000_000,
    hits=(HIT,) * 64,
)


def events(**changes: Any) -> bytes:
    """Spell a valid message of the events channel, but for the fields named."""
    return json.dumps(fields_of(ENDED) | changes).encode()


@pytest.mark.parametrize("channel", list(Channel))
@settings(max_examples=25)
@given(data=st.data())
def test_every_message_of_every_channel_reads_as_it_was_written(
    channel: Channel,
    data: st.DataObject,
) -> None:
    message: Message = data.draw(values_of(codec.MESSAGES[channel]))
    assert codec.decode(channel, codec.encode(message)) == message


@given(CHANNELS, st.binary(max_size=200))
@example(Channel.EVENTS, b"")
@example(Channel.EVENTS, b"\xff\xfe")
@example(Channel.EVENTS, b'"\xed\xa0\x80"')
@settings(max_examples=100)
def test_any_bytes_are_refused_with_a_message_error(channel: Channel, noise: bytes) -> None:
    with pytest.raises(MessageError):
        codec.decode(channel, noise)


@given(CHANNELS, st.data())
@settings(max_examples=100)
def test_a_message_with_any_stretch_of_it_replaced_is_a_message_or_a_message_error(
    channel: Channel,
    data: st.DataObject,
) -> None:
    payload = codec.encode(data.draw(values_of(codec.MESSAGES[channel])))
    start = data.draw(st.integers(0, len(payload)))
    end = data.draw(st.integers(start, len(payload)))
    changed = payload[:start] + data.draw(st.binary(max_size=8)) + payload[end:]
    try:
        message = codec.decode(channel, changed)
    except MessageError:
        return
    assert codec.decode(channel, codec.encode(message)) == message


BAD = {
    "an unknown field": events(name="somebody"),
    "an unknown field that holds null": events(extra=None),
    "NaN": events().replace(b"1.5", b"NaN"),
    "Infinity": events().replace(b"1.5", b"Infinity"),
    "minus Infinity": events().replace(b"1.5", b"-Infinity"),
    "a number that overflows": events().replace(b"1.5", b"1e999"),
    "a number above its bound": events(pts=86_400.5),
    "a number below its bound": events(pts=-0.001),
    "a sequence number of zero": events(seq=0),
    "a sequence number that a double cannot hold": events(seq=2**53),
    "an integer of a thousand digits": events().replace(b"1.5", b"9" * 1000),
    "a number as text": events(seq="1"),
    "a boolean as a number": events(seq=True),
    "a fraction as an integer": events(answer=0.5),
    "a missing field": events().replace(b'"answer": 0', b'"pts": 1'),
    "null": events(pts=None),
    "a time without a zone": events(at="2026-01-02T03:04:05"),
    "a day that does not exist": events(at="2026-02-30T03:04:05Z"),
    "upper-case hex": events(stream_id="A" * 32),
    "hex with a line break": events(stream_id="0" * 32 + "\n"),
    "hex that is too long": events(stream_id="0" * 33),
    "a kind that does not exist": events(kind="answer_thought"),
    "a kind of another channel": events(kind="watermark"),
    "no kind": json.dumps({k: v for k, v in fields_of(ENDED).items() if k != "kind"}).encode(),
    "nothing": b"",
    "only white space": b"  \n",
    "an array": b"[" + events() + b"]",
    "two messages": events() + events(),
    "something after the message": events() + b"x",
    "a byte-order mark": b"\xef\xbb\xbf" + events(),
    "UTF-16": events().decode().encode("utf-16"),
    "broken UTF-8": events().replace(b"answer_ended", b"answer_\xffnded"),
    "single quotes": events().replace(b'"', b"'"),
    "deep nesting": b"[" * 8000 + b"]" * 8000,
    "deep nesting in a field": events(pts=0).replace(b'"pts": 0', b'"pts": ' + b'{"a":' * 3000),
    "one megabyte": events(kind="x" * 1024 * 1024),
    "one byte too many": events() + b" " * (codec.MAX_BYTES + 1 - len(events())),
}


def test_the_message_that_every_bad_one_is_made_from_is_good() -> None:
    assert codec.decode(Channel.EVENTS, events()) == ENDED
    assert codec.decode(Channel.EVENTS, events().ljust(codec.MAX_BYTES)) == ENDED


@pytest.mark.parametrize("payload", BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_by_name(payload: bytes) -> None:
    with pytest.raises(MessageError, match="W-MESSAGE-001"):
        codec.decode(Channel.EVENTS, payload)


PICTURE = [name for name in PictureQuality.__struct_fields__ if name.startswith("frames_")]


@pytest.mark.parametrize("field", PICTURE)
def test_more_pictures_than_a_second_has_are_refused(field: str) -> None:
    sent = msgspec.json.decode(codec.encode(window("0" * 32, 1)))
    for pictures in (1000, 1001, 15_004):
        sent["picture"][field] = pictures
        with contextlib.nullcontext() if pictures == 1000 else pytest.raises(MessageError):
            codec.decode(Channel.FEATURES, msgspec.json.encode(sent))


@given(CHANNELS, CHANNELS, st.data())
@settings(max_examples=50)
def test_a_message_of_another_channel_is_refused(
    channel: Channel,
    other: Channel,
    data: st.DataObject,
) -> None:
    payload = codec.encode(data.draw(values_of(codec.MESSAGES[channel])))
    if other is not channel:
        with pytest.raises(MessageError):
            codec.decode(other, payload)


@pytest.mark.parametrize("channel", list(Channel))
@settings(max_examples=10)
@given(data=st.data())
def test_exactly_the_durable_channels_carry_a_stream_and_a_number(
    channel: Channel,
    data: st.DataObject,
) -> None:
    message: Message = data.draw(values_of(codec.MESSAGES[channel]))
    assert isinstance(message, Durable) == (channel in DURABLE)
    if channel in DURABLE:
        assert codec.decode_durable(channel, codec.encode(message)) == message
    else:
        with pytest.raises(MessageError):
            codec.decode_durable(channel, codec.encode(message))


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("profile", list(Profile))
@settings(max_examples=3)
@given(data=st.data())
def test_a_profile_reads_its_own_channels_and_no_others(
    profile: Profile,
    channel: Channel,
    data: st.DataObject,
) -> None:
    message: Message = data.draw(values_of(codec.MESSAGES[channel]))
    if channel is Channel.BEHAVIOUR and profile is not Profile.CN:
        with pytest.raises(NoChannelError, match="there is no channel behaviour"):
            codec.decode_under(profile, channel, codec.encode(message))
    elif measured.misplaced(profile, message) is not None:
        with pytest.raises(MessageError, match=f"not so under {profile.value}"):
            codec.decode_under(profile, channel, codec.encode(message))
    else:
        assert codec.decode_under(profile, channel, codec.encode(message)) == message


def test_fields_that_depend_on_the_profile_are_wanted_where_it_allows_them() -> None:
    kept = msgspec.structs.replace(LONGEST, speaker=Speaker.OTHER)
    left_out = msgspec.structs.replace(LONGEST, speaker=msgspec.UNSET)
    for profile in (Profile.CN, Profile.EU):
        assert codec.decode_under(profile, Channel.FEATURES, codec.encode(kept)) == kept
        with pytest.raises(MessageError, match="speaker"):
            codec.decode_under(profile, Channel.FEATURES, codec.encode(left_out))
    assert codec.decode_under(Profile.US, Channel.FEATURES, codec.encode(left_out)) == left_out
    with pytest.raises(MessageError, match="speaker"):
        codec.decode_under(Profile.US, Channel.FEATURES, codec.encode(kept))


def test_the_longest_message_of_the_contract_fits() -> None:
    assert len(codec.encode(LONGEST)) < codec.MAX_BYTES


def test_a_message_that_nobody_would_accept_is_not_written() -> None:
    endless = msgspec.structs.replace(ENDED, stream_id="0" * codec.MAX_BYTES)
    with pytest.raises(MessageError):
        codec.encode(endless)
