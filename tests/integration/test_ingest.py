"""From a kiosk's publish through a real Mosquitto to rows, and back to a watermark."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.stream import Stream
from tests.fakes.kiosk_messages import arrival, interview_messages
from tests.integration.hub_process import HubPlace, hub_place, hub_process, log_of, wait_for_log
from tests.integration.mqtt import RawClient
from tests.integration.site import Site, running_site
from wire import codec
from wire.messages.orders import Watermark
from wire.policy import Profile
from wire.topics import Channel, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.fakes.kiosk_messages import Interviewed
    from wire.messages.fields import Durable

pytestmark = pytest.mark.integration
CN, EU = "lobby-cn", "lobby-eu"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def hub(site: Site) -> Iterator[HubPlace]:
    """Give a hub whose session the broker knows: what comes while it is away waits for it."""
    with hub_place(site.folder / "hub", site.hub, site.broker.port) as place:
        with hub_process(place, "ingest") as process:
            wait_for_log(place, "ingest", "broker_subscribed", process)
        yield place


@pytest.fixture
def interview(hub: HubPlace) -> Interviewed:
    return hub, hub.schedule(CN, Profile.CN)


def publish(client: RawClient, messages: list[Durable], kiosk: str = CN) -> None:
    for message in messages:
        one = arrival(message, kiosk)
        client.publish_until_acknowledged(one.topic, one.payload)


def kiosk(site: Site, name: str = CN) -> RawClient:
    return RawClient(site.broker, site.kiosks[name], client_id=name, keeps_session=True)


def acks(name: str = CN) -> str:
    return str(Topic(name, Channel.ACKS))


def word(stream_id: str, seq: int) -> bytes:
    return codec.encode(Watermark(stream_id=stream_id, seq=seq))


def test_an_interview_is_stored_scored_and_acknowledged(
    site: Site,
    hub: HubPlace,
    interview: Interviewed,
) -> None:
    _, interview_id = interview
    messages = interview_messages(interview)
    with hub_process(hub, "ingest"), kiosk(site) as client:
        client.subscribe(acks())
        publish(client, messages)
        client.until(word(interview_id, len(messages)))

        def is_finished(session: Session) -> bool:
            score = session.get(ScoreRow, interview_id)
            waiting = session.scalar(
                select(func.count())
                .select_from(MessageRow)
                .where(MessageRow.stream_id == interview_id, MessageRow.committed_at.is_(None)),
            )
            state = session.get_one(Interview, interview_id).state
            return score is not None and waiting == 0 and state == "ended"

        hub.wait_for(is_finished)
    assert "Test Candidate" not in log_of(hub, "ingest")


def test_bad_messages_are_counted_and_the_rest_goes_on(
    site: Site,
    hub: HubPlace,
    interview: Interviewed,
) -> None:
    _, interview_id = interview
    messages = interview_messages(interview)
    good = arrival(messages[5])
    bad = [
        good.payload[:-1] + b',"surprise":1}',
        good.payload.replace(b'"start":0.0', b'"start":NaN'),
        b"\xff\xfe",
        b"[" * 9000,
    ]
    with hub_process(hub, "ingest"), kiosk(site) as client, kiosk(site, EU) as stranger:
        client.subscribe(acks())
        publish(client, messages[:5])
        for payload in bad:
            client.publish_until_acknowledged(good.topic, payload)
        publish(stranger, messages[5:6], EU)
        publish(client, messages[5:])
        client.until(word(interview_id, len(messages)))

        def is_counted(session: Session) -> bool:
            refused = session.scalars(select(Refusal.code)).all()
            return refused.count("W-MESSAGE-001") == 4 and refused.count("H-INGEST-002") == 1

        hub.wait_for(is_counted)


def test_an_ingest_that_is_killed_forgets_nothing_and_counts_nothing_twice(
    site: Site,
    hub: HubPlace,
    interview: Interviewed,
) -> None:
    _, interview_id = interview
    messages = interview_messages(interview)
    with kiosk(site) as client:
        client.subscribe(acks())
        with hub_process(hub, "ingest") as process:
            publish(client, messages[:6])
            client.until(word(interview_id, 6))
            process.send_signal(signal.SIGKILL)
            process.wait()
        publish(client, messages)
        with hub_process(hub, "ingest"):
            client.until(word(interview_id, len(messages)))

            def is_whole(session: Session) -> bool:
                row = session.get_one(Stream, interview_id)
                return (row.watermark, row.gaps, row.duplicates) == (len(messages), 0, 6)

            hub.wait_for(is_whole)


def test_what_a_kiosk_makes_the_broker_keep_is_not_heard_again(
    site: Site,
    hub: HubPlace,
    interview: Interviewed,
) -> None:
    _, interview_id = interview
    first, second = interview_messages(interview)[:2]
    with kiosk(site) as client:
        client.subscribe(acks())
        with hub_process(hub, "ingest"):
            kept = arrival(first)
            client.publish(kept.topic, kept.payload, retain=True)
            client.until(word(interview_id, 1))
        with hub_process(hub, "ingest"):
            publish(client, [second])
            client.until(word(interview_id, 2))
    with reading(hub.engine) as session:
        assert session.get_one(Stream, interview_id).duplicates == 0


def test_a_message_of_one_megabyte_cuts_its_sender_off_and_nobody_else(
    site: Site,
    hub: HubPlace,
    interview: Interviewed,
) -> None:
    _, interview_id = interview
    messages = interview_messages(interview)
    with hub_process(hub, "ingest"), kiosk(site) as client:
        client.subscribe(acks())
        with kiosk(site, EU) as sender:
            sender.publish(str(Topic(EU, Channel.FEATURES)), b" " * 2**20)
            sender.expect("disconnected")
        publish(client, messages)
        client.until(word(interview_id, len(messages)))


def test_a_wrong_certificate_is_one_clear_line(site: Site, hub: HubPlace) -> None:
    wrong = hub.file.with_name("wrong.toml")
    text = hub.file.read_text().replace(str(site.hub.key), str(site.kiosks[CN].key))
    wrong.write_text(text)
    place = HubPlace(wrong, hub.settings, hub.engine)
    with hub_process(place, "ingest") as process:
        assert process.wait(30) == 2
    assert log_of(place, "ingest").strip().splitlines()[-1].startswith("H-BROKER-001")
