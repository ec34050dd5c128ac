"""The drain's laws: oldest first, bounded, everything again after a break."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.publish.backoff import Backoff
from edge_agent.publish.drain import IN_FLIGHT, UNANSWERED_S, UNHEARD_S, Drain
from edge_agent.publish.outbox import Waiting
from wire.topics import Channel


def rows(*positions: int) -> list[Waiting]:
    return [Waiting(one, "a" * 32, one, Channel.EVENTS, b"") for one in positions]


def taken(drain: Drain, waiting: list[Waiting], now: float = 0.0) -> list[int]:
    sent = []
    for row in drain.next(waiting):
        drain.sent(row.position, now)
        sent.append(row.position)
    return sent


def test_nothing_is_sent_twice_on_one_connection() -> None:
    drain = Drain()
    drain.connected(0.0)
    assert taken(drain, rows(1, 2, 3)) == [1, 2, 3]
    assert taken(drain, rows(1, 2, 3, 4)) == [4]


def test_after_a_new_connection_everything_waiting_is_sent_again() -> None:
    drain = Drain()
    drain.connected(0.0)
    taken(drain, rows(1, 2, 3))
    drain.connected(1.0)
    assert taken(drain, rows(2, 3)) == [2, 3]


def test_a_row_the_broker_refused_is_the_next_one_to_go() -> None:
    drain = Drain()
    drain.connected(0.0)
    handed = iter(drain.next(rows(1, 2)))
    assert next(handed).position == 1
    assert taken(drain, rows(1, 2)) == [1, 2]


@given(answers=st.lists(st.booleans(), max_size=200))
@settings(max_examples=50)
def test_never_more_than_the_limit_is_in_flight_and_order_is_kept(answers: list[bool]) -> None:
    drain, backlog, flying, order = Drain(), rows(*range(1, 300)), [], list[int]()
    drain.connected(0.0)
    for answer in answers:
        new = taken(drain, backlog)
        order += new
        flying += new
        assert len(flying) <= IN_FLIGHT
        if answer and flying:
            drain.acknowledged(flying.pop(0), 0.0)
    assert order == list(range(1, len(order) + 1))


def test_a_broker_that_acknowledges_nothing_is_noticed() -> None:
    drain = Drain()
    drain.connected(0.0)
    assert not drain.is_unanswered(1000.0)
    taken(drain, rows(1), now=1000.0)
    assert not drain.is_unanswered(1000.0 + UNANSWERED_S)
    assert drain.is_unanswered(1001.0 + UNANSWERED_S)
    drain.acknowledged(1, 1001.0 + UNANSWERED_S)
    assert not drain.is_unanswered(5000.0)


def test_without_a_watermark_everything_is_sent_again_ever_more_rarely() -> None:
    drain = Drain()
    drain.connected(0.0)
    again = [second for second in range(400) if drain.tick(float(second), waiting=1)]
    gaps = [later - sooner for sooner, later in zip([0, *again], again, strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[0] > UNHEARD_S
    assert gaps[1] > 2 * UNHEARD_S


def test_a_watermark_that_moves_keeps_the_drain_going_forward() -> None:
    drain = Drain()
    drain.connected(0.0)
    for second in range(100):
        drain.heard(float(second), new=1)
        assert not drain.tick(float(second), waiting=5)


def test_an_empty_outbox_is_never_sent_again() -> None:
    drain = Drain()
    drain.connected(0.0)
    assert not any(drain.tick(float(second), waiting=0) for second in range(1000))


@given(chances=st.lists(st.floats(min_value=0, max_value=1, exclude_max=True), max_size=12))
@settings(max_examples=50)
def test_every_wait_lies_between_half_and_whole_of_a_doubling_step(chances: list[float]) -> None:
    dice = iter(chances)
    backoff = Backoff(0.5, 30.0, lambda: next(dice))
    for number in range(len(chances)):
        whole = min(30.0, 0.5 * 2**number)
        assert whole / 2 <= backoff.failed() <= whole
    backoff.worked()
    backoff_again = Backoff(0.5, 30.0, lambda: 0.0)
    assert backoff_again.failed() == 0.25
