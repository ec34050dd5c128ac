"""Outbox, courier and paho over a real Mosquitto with certificates on both sides."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edge_agent.errors import BrokerError
from edge_agent.publish.broker import PahoBroker
from edge_agent.publish.courier import Courier
from edge_agent.publish.outbox import Outbox
from edge_agent.publish.ports import Acknowledged, BrokerEvent, Connected
from edge_agent.settings import Hub, Identity
from provisioning import authority
from provisioning.broker import Broker
from tests.fakes.broker import FakeBroker
from tests.fakes.watching_hub import WatchingHub
from wire import codec
from wire.messages.events import AnswerBegan
from wire.messages.status import KioskState, Status
from wire.policy import Profile
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.publish.ports import Broker as BrokerPort

pytestmark = pytest.mark.integration

KIOSK = "kiosk-01"
STREAM = "a" * 32
HOST = "127.0.0.1"
PATIENCE_S = 60.0


@dataclass
class Site:
    """A broker, and a kiosk enrolled with it."""

    broker: Broker
    hub: authority.Credentials
    kiosk: authority.Credentials

    def paho(self, credentials: authority.Credentials | None = None) -> PahoBroker:
        given = credentials or self.kiosk
        return PahoBroker(
            KIOSK,
            Hub(broker_host=HOST, broker_port=self.broker.port, receive_url="https://unused"),
            Identity(certificate=given.certificate, key=given.key, authority=self.kiosk.authority),
        )


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    now = datetime.now(UTC)
    folder = tmp_path / "authority"
    authority.prepare(folder, [], now)
    kiosk = authority.enrol(folder, KIOSK, tmp_path / "kiosk", now)
    hub = authority.in_folder(folder, "hub")
    with Broker(tmp_path / "broker", HOST, free_port(), hub, {KIOSK: Profile.CN}) as broker:
        yield Site(broker, hub, kiosk)


def put(outbox: Outbox, times: int) -> None:
    for _ in range(times):
        outbox.append(
            Channel.EVENTS,
            lambda seq: AnswerBegan(
                stream_id=STREAM, seq=seq, pts=0.0, at=datetime.now(UTC), answer=0, stage=0
            ),
            STREAM,
        )


def status(state: KioskState) -> Status:
    return Status(
        state=state, profile=Profile.CN, at=datetime.now(UTC), outbox_messages=0, spool_bytes=0
    )


@contextlib.contextmanager
def carrying(broker: BrokerPort, outbox: Outbox) -> Iterator[Courier]:
    courier = Courier(broker, outbox, status(KioskState.IDLE), lambda: None)
    thread = threading.Thread(target=courier.run)
    thread.start()
    try:
        yield courier
    finally:
        courier.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def numbers(hub: WatchingHub) -> list[int]:
    return [message.seq for message in hub.durable]


def states(hub: WatchingHub) -> list[KioskState]:
    decoded = (codec.decode(Channel.STATUS, one) for one in hub.statuses)
    return [one.state for one in decoded if isinstance(one, Status)]


def test_a_broker_killed_and_restarted_loses_nothing_and_keeps_the_order(
    site: Site, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    with (
        WatchingHub(HOST, site.broker.port, site.hub) as hub,
        carrying(site.paho(), outbox) as courier,
    ):
        hub.acknowledges = False
        put(outbox, 100)
        courier.wake()
        hub.wait_until(lambda: len(hub.durable) == 100)
        site.broker.kill()
        put(outbox, 100)
        site.broker.start()
        hub.acknowledges = True
        hub.wait_until(lambda: outbox.count_waiting() == 0 and len(hub.durable) == 200)
    assert numbers(hub) == list(range(1, 201))
    outbox.close()


def test_what_a_broken_broker_did_not_take_is_sent_later_in_order(
    site: Site, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    site.broker.kill()
    with carrying(site.paho(), outbox):
        put(outbox, 50)
        site.broker.start()
        with WatchingHub(HOST, site.broker.port, site.hub) as hub:
            hub.wait_until(lambda: len(hub.durable) == 50 and outbox.count_waiting() == 0)
    assert numbers(hub) == list(range(1, 51))
    outbox.close()


def test_the_status_is_retained_and_says_offline_after_the_goodbye(
    site: Site, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    with WatchingHub(HOST, site.broker.port, site.hub) as hub:
        with carrying(site.paho(), outbox) as courier:
            hub.wait_until(lambda: KioskState.IDLE in states(hub))
            courier.report(status(KioskState.INTERVIEWING))
            hub.wait_until(lambda: KioskState.INTERVIEWING in states(hub))
        hub.wait_until(lambda: states(hub)[-1] is KioskState.OFFLINE)
    with WatchingHub(HOST, site.broker.port, site.hub) as late:
        # once more, where the first hub left before it had acknowledged
        late.wait_until(lambda: set(states(late)) == {KioskState.OFFLINE})
    outbox.close()


def test_a_kiosk_that_dies_is_reported_offline_by_its_last_will(site: Site) -> None:
    paho = site.paho()
    told = threading.Event()
    with WatchingHub(HOST, site.broker.port, site.hub) as hub:
        paho.connect(codec.encode(status(KioskState.OFFLINE)), lambda _event: told.set())
        assert told.wait(PATIENCE_S)
        assert paho._client is not None
        line = paho._client.socket()
        assert isinstance(line, socket.socket)
        line.shutdown(socket.SHUT_RDWR)
        hub.wait_until(lambda: KioskState.OFFLINE in states(hub))
    paho.close()


def test_connections_that_were_closed_leave_no_socket_open(site: Site) -> None:
    paho, connected = site.paho(), threading.Semaphore(0)
    will = codec.encode(status(KioskState.OFFLINE))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        paho.connect(will, lambda _event: connected.release())
        assert connected.acquire(timeout=PATIENCE_S)
        paho.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_kiosk_of_another_site_is_refused_in_our_terms(site: Site, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    authority.prepare(tmp_path / "elsewhere", [], now)
    stranger = authority.enrol(tmp_path / "elsewhere", KIOSK, tmp_path / "stranger", now)
    paho = site.paho(stranger)
    events: list[BrokerEvent] = []
    over = threading.Event()

    def tell(event: BrokerEvent) -> None:
        events.append(event)
        over.set()

    with contextlib.suppress(BrokerError):
        paho.connect(b"", tell)
        assert over.wait(PATIENCE_S)
    assert Connected() not in events
    paho.close()


@pytest.mark.parametrize("kind", ["fake", "paho"])
def test_every_broker_adapter_keeps_the_ports_contract(site: Site, kind: str) -> None:
    broker: BrokerPort = FakeBroker() if kind == "fake" else site.paho()
    events: list[BrokerEvent] = []
    changed = threading.Condition()

    def tell(event: BrokerEvent) -> None:
        with changed:
            events.append(event)
            changed.notify_all()

    with pytest.raises(BrokerError, match="K-BROKER-001"):
        broker.publish(Channel.EVENTS, b"{}")
    broker.connect(b"", tell)
    with changed:
        assert changed.wait_for(lambda: Connected() in events, PATIENCE_S)
    ticket = broker.publish(Channel.EVENTS, b"{}")
    with changed:
        assert changed.wait_for(lambda: Acknowledged(ticket) in events, PATIENCE_S)
    assert events[0] == Connected()
    broker.close()
    broker.close()
    with pytest.raises(BrokerError):
        broker.publish(Channel.EVENTS, b"{}")


def test_a_broker_that_is_not_there_is_an_error_of_ours(site: Site) -> None:
    site.broker.stop()
    with pytest.raises(BrokerError, match="K-BROKER-001"):
        site.paho().connect(b"", lambda _event: None)
