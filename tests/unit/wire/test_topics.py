from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire.errors import TopicError
from wire.topics import DOWN, DURABLE, HUB, UP, Channel, Topic, every_kiosk, is_kiosk_id

NAMES = st.from_regex(r"\A[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\Z").filter(lambda n: n != HUB)
BAD_NAMES = {
    "nothing": "",
    "the hub": HUB,
    "a wildcard": "+",
    "a wildcard for the rest": "#",
    "another level": "a/b",
    "upper case": "Lobby",
    "a space": "lobby 1",
    "a line break": "lobby\n",
    "a hyphen in front": "-a",
    "a hyphen behind": "a-",
    "33 characters": "a" * 33,
    "a dot": "a.b",
    "digits of another script": "١",
    "a null": "a\0",
}


@given(NAMES, st.sampled_from(list(Channel)))
@settings(max_examples=50)
def test_a_topic_reads_as_it_was_written(kiosk_id: str, channel: Channel) -> None:
    topic = Topic(kiosk_id, channel)
    assert Topic.parse(str(topic)) == topic


@given(st.text(max_size=60) | st.from_regex(r"kiosk/[a-z+#/]{0,4}/(events|acks)"))
@settings(max_examples=100)
def test_any_text_is_a_topic_spelt_in_the_one_way_or_a_topic_error(text: str) -> None:
    try:
        topic = Topic.parse(text)
    except TopicError:
        return
    assert str(topic) == text


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES.keys())
def test_a_name_that_could_reach_into_other_topics_is_refused(name: str) -> None:
    assert not is_kiosk_id(name)
    with pytest.raises(TopicError):
        Topic(name, Channel.EVENTS)
    with pytest.raises(TopicError):
        Topic.parse(f"kiosk/{name}/events")


@pytest.mark.parametrize(
    "text", ["kiosk/a/unknown", "kiosk/a", "other/a/events", "/kiosk/a/events"]
)
def test_a_topic_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(TopicError):
        Topic.parse(text)


def test_every_channel_goes_one_way_and_only_up_channels_are_durable() -> None:
    assert set(Channel) == UP | DOWN
    assert UP.isdisjoint(DOWN)
    assert DURABLE < UP


def test_the_subscription_to_every_kiosk_is_that_of_each_with_a_wildcard() -> None:
    assert every_kiosk(Channel.EVENTS) == str(Topic("x", Channel.EVENTS)).replace("/x/", "/+/")
