"""What the broker's access list lets through, asked of a real Mosquitto.

A refusal is silent in MQTT 3.1.1, so each test sends a sentinel after what must not arrive: the
broker keeps the order of one publisher, so what did not come before the sentinel never comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.mqtt import RawClient
from tests.integration.site import Site, running_site
from wire.codec import MAX_BYTES
from wire.topics import DOWN, HUB, UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

CN, EU, US = "lobby-cn", "lobby-eu", "lobby-us"
BAD, SENTINEL = b"must not arrive", b"sentinel"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def hub(site: Site) -> Iterator[RawClient]:
    with RawClient(site.broker, site.hub) as client:
        client.subscribe(*(every_kiosk(channel) for channel in UP))
        yield client


def kiosk(site: Site, name: str, client_id: str = "anything") -> RawClient:
    return RawClient(site.broker, site.kiosks[name], client_id=client_id)


@pytest.mark.parametrize("channel", sorted(UP))
def test_a_kiosk_sends_on_its_own_up_channels(site: Site, hub: RawClient, channel: Channel) -> None:
    with kiosk(site, CN) as client:
        client.publish(str(Topic(CN, channel)), b"a message")
        client.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == [(str(Topic(CN, channel)), b"a message")]


@pytest.mark.parametrize("name", [EU, US])
def test_where_behaviour_is_forbidden_there_is_no_such_channel(
    site: Site,
    hub: RawClient,
    name: str,
) -> None:
    with kiosk(site, name) as client:
        client.publish(str(Topic(name, Channel.BEHAVIOUR)), BAD)
        client.publish(str(Topic(name, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == []


FORBIDDEN = {
    **{f"another kiosk's {c}": str(Topic(EU, c)) for c in Channel},
    **{f"its own {c}": str(Topic(CN, c)) for c in DOWN},
    "a channel that does not exist": "kiosk/lobby-cn/pictures",
    "below its own channel": "kiosk/lobby-cn/events/more",
    "the root": "kiosk",
    "the broker's own": "$SYS/broker/uptime",
}


@pytest.mark.parametrize("topic", FORBIDDEN.values(), ids=FORBIDDEN.keys())
@pytest.mark.parametrize("retain", [False, True], ids=["", "retained"])
def test_a_kiosk_sends_nowhere_else(
    site: Site, hub: RawClient, topic: str, *, retain: bool
) -> None:
    with kiosk(site, EU) as victim, kiosk(site, CN) as client:
        victim.subscribe(*(str(Topic(EU, channel)) for channel in DOWN))
        client.publish(topic, BAD, retain=retain)
        client.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == []
        hub.publish(str(Topic(EU, Channel.ACKS)), SENTINEL)
        assert victim.until(SENTINEL) == []
    with RawClient(site.broker, site.hub) as later:
        later.subscribe(*(every_kiosk(channel) for channel in UP))
        with kiosk(site, CN) as client:
            client.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert later.until(SENTINEL) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "#",
        "kiosk/#",
        "kiosk/+/+",
        "+/lobby-eu/#",
        "kiosk/lobby-eu/acks",
        "kiosk/lobby-eu/calls",
        "kiosk/lobby-eu/signal",
        "kiosk/+/calls",
        "kiosk/lobby-eu/events",
        "kiosk/lobby-cn/events",
        "$share/group/kiosk/+/acks",
    ],
)
def test_a_kiosk_hears_only_what_is_for_itself(site: Site, hub: RawClient, pattern: str) -> None:
    with kiosk(site, CN) as client, kiosk(site, EU) as other:
        client.subscribe(pattern, str(Topic(CN, Channel.ACKS)))
        for channel in sorted(DOWN):
            hub.publish(str(Topic(EU, channel)), BAD)
        for channel in sorted(UP):
            other.publish(str(Topic(EU, channel)), BAD)
        other.publish(str(Topic(EU, Channel.EVENTS)), SENTINEL)
        assert (str(Topic(EU, Channel.EVENTS)), BAD) in hub.until(SENTINEL)
        hub.publish(str(Topic(CN, Channel.ACKS)), SENTINEL)
        assert client.until(SENTINEL) == []


@pytest.mark.parametrize("channel", sorted(DOWN))
def test_a_kiosk_hears_its_own_down_channels(site: Site, hub: RawClient, channel: Channel) -> None:
    with kiosk(site, EU) as client:
        client.subscribe(str(Topic(EU, channel)))
        hub.publish(str(Topic(EU, channel)), b"a message")
        assert client.until(b"a message") == []


def test_a_will_reaches_no_other_kiosks_status(site: Site, hub: RawClient) -> None:
    first = kiosk(site, CN)
    first.will(str(Topic(EU, Channel.STATUS)), BAD)
    with first, kiosk(site, CN) as second:
        first.expect("disconnected")
        second.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == []


def test_a_kiosks_own_will_is_heard_when_it_is_thrown_off(site: Site, hub: RawClient) -> None:
    first = kiosk(site, CN)
    first.will(str(Topic(CN, Channel.STATUS)), b"offline")
    with first, kiosk(site, CN) as second:
        first.expect("disconnected")
        second.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == [(str(Topic(CN, Channel.STATUS)), b"offline")]


def test_a_kiosk_cannot_throw_the_hub_off_by_taking_its_name(site: Site, hub: RawClient) -> None:
    thief = kiosk(site, CN, client_id=HUB)
    thief.claim(HUB)
    with thief:
        thief.publish(str(Topic(EU, Channel.EVENTS)), BAD)
        thief.publish(str(Topic(CN, Channel.EVENTS)), SENTINEL)
        assert hub.until(SENTINEL) == []
        assert hub.heard_nothing_bad()


def test_a_message_that_is_too_long_costs_the_sender_its_connection(
    site: Site,
    hub: RawClient,
) -> None:
    topic = str(Topic(CN, Channel.EVENTS))
    with kiosk(site, CN) as client:
        client.publish(topic, bytes(MAX_BYTES))
        client.publish(topic, bytes(MAX_BYTES + 1024))
        client.expect("disconnected")
    with kiosk(site, CN) as client:
        client.publish(topic, SENTINEL)
        assert hub.until(SENTINEL) == [(topic, bytes(MAX_BYTES))]
