"""The courier's thread over a broker in memory."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from edge_agent.publish.courier import Courier
from edge_agent.publish.outbox import Outbox
from tests.fakes.broker import FakeBroker
from wire import codec
from wire.messages.orders import InterviewReady
from wire.messages.signal import HangUp, ViewingEnded
from wire.messages.status import KioskState, Status
from wire.policy import Profile
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wire.messages.signal import Calling

PATIENCE_S = 20.0
ENDED = ViewingEnded(viewing_id="b" * 32)
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def status(state: KioskState) -> Status:
    return Status(state=state, profile=Profile.CN, at=AT, outbox_messages=0, spool_bytes=0)


@contextmanager
def running(broker: FakeBroker, outbox: Outbox, ordered: threading.Semaphore) -> Iterator[Courier]:
    courier = Courier(broker, outbox, status(KioskState.IDLE), ordered.release)
    thread = threading.Thread(target=courier.run)
    thread.start()
    try:
        yield courier
    finally:
        courier.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def states(broker: FakeBroker) -> list[KioskState]:
    decoded = (codec.decode(Channel.STATUS, one) for one in broker.retained)
    return [one.state for one in decoded if isinstance(one, Status)]


def test_each_connecting_asks_for_a_plan_and_the_goodbye_says_offline(tmp_path: Path) -> None:
    broker, outbox, ordered = FakeBroker(), Outbox(tmp_path / "outbox.db"), threading.Semaphore(0)
    with running(broker, outbox, ordered):
        assert ordered.acquire(timeout=PATIENCE_S)
        broker.break_off()
        assert ordered.acquire(timeout=PATIENCE_S)
        assert broker.connections == 2
        broker.say(Channel.ORDERS, codec.encode(InterviewReady(interview_id="a" * 32)))
        assert ordered.acquire(timeout=PATIENCE_S)
    assert states(broker)[-1] is KioskState.OFFLINE
    assert KioskState.IDLE in states(broker)
    outbox.close()


def test_a_new_status_is_published_retained(tmp_path: Path) -> None:
    broker, outbox, ordered = FakeBroker(), Outbox(tmp_path / "outbox.db"), threading.Semaphore(0)
    with running(broker, outbox, ordered) as courier:
        assert ordered.acquire(timeout=PATIENCE_S)
        courier.report(status(KioskState.INTERVIEWING))
        while KioskState.INTERVIEWING not in states(broker):
            assert broker.published.acquire(timeout=PATIENCE_S)
    outbox.close()


def test_a_kiosk_that_is_thrown_out_at_once_waits_longer_each_time(tmp_path: Path) -> None:
    broker, outbox, ordered = FakeBroker(), Outbox(tmp_path / "outbox.db"), threading.Semaphore(0)
    broker.takes = 0
    with capture_logs() as logs, running(broker, outbox, ordered):
        for _ in range(3):
            assert ordered.acquire(timeout=PATIENCE_S)
    first, second, *_ = (line["retry_in_s"] for line in logs if line["event"] == "broker_away")
    assert 0.25 <= first <= 0.5 <= second <= 1.0
    outbox.close()


def test_calls_come_at_once_and_what_is_said_of_them_goes_once(tmp_path: Path) -> None:
    broker, outbox, ordered = FakeBroker(), Outbox(tmp_path / "outbox.db"), threading.Semaphore(0)
    heard: list[Calling] = []
    came = threading.Semaphore(0)

    def called(calling: Calling) -> None:
        heard.append(calling)
        came.release()

    courier = Courier(broker, outbox, status(KioskState.IDLE), ordered.release, called)
    courier.signal(ENDED)  # nobody is there to hear it, and it is worth nothing later
    thread = threading.Thread(target=courier.run)
    thread.start()
    assert ordered.acquire(timeout=PATIENCE_S)
    broker.say(Channel.CALLS, codec.encode(HangUp(viewing_id="a" * 32)))
    assert came.acquire(timeout=PATIENCE_S)
    courier.signal(ENDED)
    while not broker.taken:
        assert broker.published.acquire(timeout=PATIENCE_S)
    courier.stop()
    thread.join(PATIENCE_S)
    assert heard == [HangUp(viewing_id="a" * 32)]
    assert broker.taken == [(Channel.SIGNAL, codec.encode(ENDED))]
    assert not ordered.acquire(blocking=False)
    outbox.close()
