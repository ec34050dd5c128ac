"""One connection, driven by hand over a broker in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edge_agent.errors import BrokerError
from edge_agent.publish.conversation import Conversation
from edge_agent.publish.drain import IN_FLIGHT, Drain
from edge_agent.publish.outbox import Outbox
from tests.fakes.broker import FakeBroker
from wire import codec
from wire.messages.events import AnswerBegan
from wire.messages.orders import InterviewReady, SendAgain, Watermark
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAM = "a" * 32
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox(tmp_path / "outbox.db")
    yield opened
    opened.close()


def put(outbox: Outbox, times: int) -> None:
    for _ in range(times):
        outbox.append(
            Channel.EVENTS,
            lambda seq: AnswerBegan(stream_id=STREAM, seq=seq, pts=0.0, at=AT, answer=0, stage=0),
            STREAM,
        )


def opened(broker: FakeBroker, outbox: Outbox) -> Conversation:
    conversation = Conversation(broker, outbox, Drain())
    conversation.open(b"will")
    return conversation


def numbers(broker: FakeBroker) -> list[int]:
    return [codec.decode_durable(channel, payload).seq for channel, payload in broker.taken]


def tell_watermark(broker: FakeBroker, seq: int) -> None:
    broker.say(Channel.ACKS, codec.encode(Watermark(stream_id=STREAM, seq=seq)))


def test_what_a_broken_broker_did_not_take_is_sent_later_in_order(outbox: Outbox) -> None:
    put(outbox, 10)
    broker = FakeBroker()
    broker.takes = 4
    with pytest.raises(BrokerError):
        opened(broker, outbox).serve(0.0)
    assert numbers(broker) == [1, 2, 3, 4]
    broker.takes, broker.taken = None, []
    opened(broker, outbox).serve(0.0)
    assert numbers(broker) == list(range(1, 11))
    assert outbox.count_waiting() == 10


def test_a_backlog_larger_than_the_flight_limit_drains_in_order(outbox: Outbox) -> None:
    put(outbox, 2 * IN_FLIGHT + 5)
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    for _ in range(3):
        conversation.serve(0.0)
    assert numbers(broker) == list(range(1, 2 * IN_FLIGHT + 6))


def test_a_broker_that_acknowledges_nothing_gets_no_more_than_the_limit(outbox: Outbox) -> None:
    put(outbox, IN_FLIGHT + 5)
    broker = FakeBroker()
    broker.acknowledges = False
    conversation = opened(broker, outbox)
    conversation.serve(0.0)
    conversation.serve(0.0)
    assert len(broker.taken) == IN_FLIGHT


def test_only_the_hubs_watermark_ends_the_waiting(outbox: Outbox) -> None:
    put(outbox, 5)
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    conversation.serve(0.0)
    assert outbox.count_waiting() == 5
    tell_watermark(broker, 3)
    conversation.serve(0.0)
    assert outbox.count_waiting() == 2
    broker.taken = []
    opened(broker, outbox).serve(0.0)
    assert numbers(broker) == [4, 5]


def test_a_hub_restored_from_backup_gets_again_what_it_asks_for(outbox: Outbox) -> None:
    put(outbox, 5)
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    conversation.serve(0.0)
    tell_watermark(broker, 5)
    broker.say(Channel.ORDERS, codec.encode(SendAgain(stream_id=STREAM, seq=3)))
    conversation.serve(0.0)
    broker.taken = []
    conversation.serve(0.0)
    assert numbers(broker) == [3, 4, 5]


def test_a_plan_that_waits_is_told_to_the_caller(outbox: Outbox) -> None:
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    assert not conversation.serve(0.0)
    broker.say(Channel.ORDERS, codec.encode(InterviewReady(interview_id=STREAM)))
    assert conversation.serve(0.0)


@pytest.mark.parametrize("payload", [b"", b"{}", b"\xff", b'{"kind":"watermark","seq":NaN}'])
def test_what_is_not_an_order_is_passed_over(outbox: Outbox, payload: bytes) -> None:
    put(outbox, 1)
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    broker.say(Channel.ACKS, payload)
    assert not conversation.serve(0.0)
    assert outbox.count_waiting() == 1


def test_a_lost_connection_is_an_error_of_ours(outbox: Outbox) -> None:
    broker = FakeBroker()
    conversation = opened(broker, outbox)
    broker.break_off()
    with pytest.raises(BrokerError, match="K-BROKER-001"):
        conversation.serve(0.0)


def test_a_broker_that_is_away_is_an_error_of_ours(outbox: Outbox) -> None:
    broker = FakeBroker()
    broker.is_up = False
    with pytest.raises(BrokerError):
        opened(broker, outbox)
