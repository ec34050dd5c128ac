"""Ways to get a forbidden measure into a hub under `eu` by message: each is refused, and noted.

Real broker, real access list, real ingest process; what the access list lets pass is judged by it.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import func, select

from hub.storage.database import reading
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from provisioning.broker import Broker
from tests.fakes.kiosk_messages import AT, behaviour, interview_messages, window
from tests.integration.hub_process import HubPlace, hub_place, hub_process, log_of, wait_for_log
from tests.integration.mqtt import RawClient
from tests.integration.site import HOST, KIOSKS, Site, found, free_port
from wire import codec
from wire.messages.status import KioskState, Status
from wire.policy import Profile
from wire.topics import Channel, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.integration
CN, EU = "lobby-cn", "lobby-eu"
ID = "f" * 32
SMILE = msgspec.json.decode(codec.encode(behaviour(ID, 6)))
GOOD = msgspec.json.decode(codec.encode(window(ID, 6)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    hub, kiosks = found(folder / "authority")
    port = free_port()
    with Broker(folder / "broker", HOST, port, hub, dict(KIOSKS), tells_denials=True) as broker:
        yield Site(folder, broker, hub, kiosks)


@pytest.fixture(scope="module")
def hub(site: Site) -> Iterator[HubPlace]:
    with (
        hub_place(site.folder / "hub", site.hub, site.broker.port, Profile.EU) as place,
        hub_process(place, "ingest") as process,
    ):
        wait_for_log(place, "ingest", "broker_subscribed", process)
        yield place


@pytest.fixture(scope="module")
def interview(site: Site, hub: HubPlace) -> str:
    """Give an interview under `eu` that has begun, with every consent a kiosk can claim."""
    interview_id = hub.schedule(EU, Profile.EU)
    with kiosk(site) as client:
        for message in interview_messages((hub, interview_id))[:5]:
            topic = str(Topic(EU, Channel.EVENTS))
            client.publish_until_acknowledged(topic, codec.encode(message))
    hub.wait_for(lambda session: stored(session) == 5)
    return interview_id


def kiosk(site: Site, name: str = EU) -> RawClient:
    return RawClient(site.broker, site.kiosks[name])


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MessageRow)) or 0


def refusals(session: Session, code: str) -> int:
    where = Refusal.code == code
    return session.scalar(select(func.count()).select_from(Refusal).where(where)) or 0


def in_picture(**fields: object) -> dict[str, Any]:
    return {**GOOD, "picture": {**GOOD["picture"], **fields}}


def without(name: str, **fields: object) -> dict[str, Any]:
    picture = {key: value for key, value in GOOD["picture"].items() if key != name}
    return {**GOOD, "picture": {**picture, **fields}}


READ: dict[str, tuple[Channel, Callable[[], Any]]] = {
    "a behaviour window on the features channel": (Channel.FEATURES, lambda: SMILE),
    "a behaviour window on the events channel": (Channel.EVENTS, lambda: SMILE),
    "a behaviour window on the status channel": (Channel.STATUS, lambda: SMILE),
    "an extra field beside the picture": (Channel.FEATURES, lambda: {**GOOD, "smile_s": 0.4}),
    "an extra field within the picture": (Channel.FEATURES, lambda: in_picture(smiles=1)),
    "an extra field that holds null": (Channel.FEATURES, lambda: {**GOOD, "face": None}),
    "a face nested in the picture": (Channel.FEATURES, lambda: in_picture(face=SMILE["face"])),
    "a renamed field": (Channel.FEATURES, lambda: without("brightness", smile_share=0.5)),
    "a field in another case": (Channel.FEATURES, lambda: without("brightness", Brightness=0.5)),
    "a kind that does not exist": (Channel.FEATURES, lambda: {**GOOD, "kind": "smile_window"}),
    "the kind of behaviour over other fields": (
        Channel.FEATURES,
        lambda: {**GOOD, "kind": "behaviour_window"},
    ),
    "a second number packed above a share": (Channel.FEATURES, lambda: in_picture(brightness=7.5)),
    "a second number packed into a count": (
        Channel.FEATURES,
        lambda: in_picture(frames_seen=15_004),
    ),
    "a fraction packed into a count": (Channel.FEATURES, lambda: in_picture(frames_seen=15.4)),
    "words in place of a number": (Channel.FEATURES, lambda: in_picture(brightness="smiling")),
    "a list in place of a number": (Channel.FEATURES, lambda: in_picture(brightness=[0.5, 0.4])),
}


@pytest.mark.parametrize(("channel", "build"), READ.values(), ids=READ.keys())
def test_a_forbidden_measure_in_another_guise_is_refused(
    site: Site, hub: HubPlace, interview: str, channel: Channel, build: Callable[[], Any]
) -> None:
    payload = msgspec.json.encode({**build(), "stream_id": interview})
    send_and_expect(site, hub, channel, payload)


RAW: dict[str, Callable[[bytes, bytes], bytes]] = {
    "two messages in one": lambda good, smile: good + smile,
    "a list of messages": lambda good, smile: b"[" + good + b"," + smile + b"]",
    "compressed behaviour": lambda _, smile: zlib.compress(smile),
    "behaviour behind a byte-order mark": lambda _, smile: b"\xef\xbb\xbf" + smile,
    "a field that stands there twice": lambda good, _: good[:-1] + b',"smiles":1}',
}


@pytest.mark.parametrize("build", RAW.values(), ids=RAW.keys())
def test_forbidden_bytes_around_a_message_are_refused(
    site: Site, hub: HubPlace, interview: str, build: Callable[[bytes, bytes], bytes]
) -> None:
    good = msgspec.json.encode({**GOOD, "stream_id": interview})
    smile = msgspec.json.encode({**SMILE, "stream_id": interview})
    send_and_expect(site, hub, Channel.FEATURES, build(good, smile))


def send_and_expect(
    site: Site, hub: HubPlace, channel: Channel, payload: bytes, code: str = "W-MESSAGE-001"
) -> None:
    """Send, and wait for the refusal's row; nothing was stored."""
    before = count(hub, code)
    with kiosk(site) as client:
        client.publish_until_acknowledged(str(Topic(EU, channel)), payload)
        hub.wait_for(lambda session: refusals(session, code) == before + 1)
    hub.wait_for(lambda session: stored(session) == 5)
    assert f'"code": "{code}"' in log_of(hub, "ingest")


def count(hub: HubPlace, code: str) -> int:
    """Count refusals of a code."""
    with reading(hub.engine) as session:
        return refusals(session, code)


@pytest.mark.parametrize("field", ["profile", "policy_hash", "plan_hash"])
def test_an_interview_that_begins_under_another_policy_is_refused(
    site: Site, hub: HubPlace, interview: str, field: str
) -> None:
    other = {"profile": "cn", "policy_hash": "0" * 64, "plan_hash": "0" * 64}[field]
    began = msgspec.json.decode(codec.encode(interview_messages((hub, interview))[3]))
    seq = {"profile": 6, "policy_hash": 7, "plan_hash": 8}[field]
    payload = msgspec.json.encode({**began, field: other, "seq": seq})
    send_and_expect(site, hub, Channel.EVENTS, payload, "H-INGEST-005")


def test_behaviour_that_a_lax_access_list_let_pass_is_refused_by_the_hub(
    site: Site, hub: HubPlace, interview: str
) -> None:
    before = count(hub, "W-MESSAGE-002")
    payload = msgspec.json.encode({**SMILE, "stream_id": interview})
    with kiosk(site, CN) as client:
        client.publish(str(Topic(CN, Channel.BEHAVIOUR)), payload)
        hub.wait_for(lambda session: refusals(session, "W-MESSAGE-002") == before + 1)


def test_a_kiosk_that_says_it_runs_under_another_profile_is_noticed(
    site: Site, hub: HubPlace
) -> None:
    status = Status(
        state=KioskState.IDLE, profile=Profile.CN, at=AT, outbox_messages=0, spool_bytes=0
    )
    with hub_process(hub, "ingest") as process, kiosk(site) as client:
        client.publish(str(Topic(EU, Channel.STATUS)), codec.encode(status), retain=True)
        wait_for_log(hub, "ingest", "H-INGEST-007", process)


DENIED = {
    "its own behaviour topic": str(Topic(EU, Channel.BEHAVIOUR)),
    "the behaviour topic of a kiosk that may": str(Topic(CN, Channel.BEHAVIOUR)),
    "a topic nobody knows": "kiosk/lobby-eu/smiles",
    "below a topic of its own": "kiosk/lobby-eu/features/smiles",
}


@pytest.mark.parametrize("topic", DENIED.values(), ids=DENIED.keys())
@pytest.mark.parametrize("retain", [False, True], ids=["", "retained"])
def test_the_broker_denies_and_says_so(
    site: Site, hub: HubPlace, interview: str, topic: str, *, retain: bool
) -> None:
    before = site.broker.log.read_text().count(f"'{topic}'")
    payload = msgspec.json.encode({**SMILE, "stream_id": interview})
    with kiosk(site) as client:
        client.publish_until_acknowledged(topic, payload)
        if retain:
            client.publish(topic, payload, retain=True)
            client.publish_until_acknowledged(topic, payload)
    said = [line for line in site.broker.log.read_text().splitlines() if f"'{topic}'" in line]
    assert all(line.split(": ", 1)[1].startswith("Denied PUBLISH") for line in said[before:])
    assert len(said) > before
    hub.wait_for(lambda session: stored(session) == 5)


def test_a_will_on_the_behaviour_topic_is_heard_by_nobody(site: Site, hub: HubPlace) -> None:
    first = kiosk(site)
    first.will(str(Topic(EU, Channel.BEHAVIOUR)), msgspec.json.encode(SMILE))
    before = count(hub, "W-MESSAGE-002")
    with first, kiosk(site) as second:
        first.expect("disconnected")
        second.publish_until_acknowledged(str(Topic(EU, Channel.FEATURES)), b"sentinel")
        hub.wait_for(lambda session: refusals(session, "W-MESSAGE-001") > 0)
    assert count(hub, "W-MESSAGE-002") == before
