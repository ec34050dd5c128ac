"""Signalling at the kiosk: each call once, and the hub knows who watches."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from edge_agent.app.calls import ALONE_S, Calls
from edge_agent.errors import ProcessError
from tests.fakes.viewers import ANSWER, FakeViewers
from wire.messages.signal import (
    MOST_VIEWINGS,
    Accepted,
    Call,
    Declined,
    HangUp,
    NotNow,
    ViewingEnded,
    Watching,
)

if TYPE_CHECKING:
    from wire.messages.signal import Called

INTERVIEW, OTHER = "1" * 32, "2" * 32


class Room:
    """A kiosk's end whose connection the test switches."""

    def __init__(self) -> None:
        self.viewers = FakeViewers(INTERVIEW)
        self.said: list[Called] = []
        self.is_connected = True
        self.calls = Calls(self.viewers, self.said.append, lambda: self.is_connected)

    async def call(self, viewing: str, interview: str = INTERVIEW) -> None:
        self.calls.hear(offer(viewing, interview))
        await settled()

    async def hang_up(self, viewing: str) -> None:
        self.calls.hear(HangUp(viewing_id=viewing))
        await settled()

    async def ticks(self, first: int, end: int) -> None:
        """Let seconds pass."""
        for now in range(first, end):
            await self.calls.tick(float(now))


def offer(viewing: str, interview: str = INTERVIEW) -> Call:
    return Call(viewing_id=viewing, interview_id=interview, sdp="v=0\r\n", may_speak=True)


def number(n: int) -> str:
    return f"{n:032x}"


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


FIRST, SECOND = number(1), number(2)


async def test_a_call_is_answered_and_what_may_be_spoken_is_handed_on() -> None:
    room = Room()
    await room.call(FIRST)
    assert room.said == [Accepted(viewing_id=FIRST, sdp=ANSWER)]
    assert room.viewers.calls == [offer(FIRST)]


async def test_a_call_to_another_interview_is_declined() -> None:
    room = Room()
    await room.call(FIRST, OTHER)
    assert room.said == [Declined(viewing_id=FIRST, why=NotNow.NO_INTERVIEW)]


async def test_a_call_that_comes_twice_opens_nothing_again() -> None:
    room = Room()
    await room.call(FIRST)
    await room.call(FIRST)
    await room.hang_up(FIRST)
    await room.call(FIRST)
    assert len(room.viewers.calls) == len(room.said) == 1
    assert not room.viewers.watching


async def test_a_call_that_comes_after_its_hang_up_opens_nothing() -> None:
    room = Room()
    await room.hang_up(FIRST)
    await room.call(FIRST)
    assert not room.viewers.calls


async def test_who_hung_up_before_the_answer_is_not_shown_anything() -> None:
    room = Room()
    room.viewers.may_answer.clear()
    await room.call(FIRST)
    await room.hang_up(FIRST)
    room.viewers.may_answer.set()
    await settled()
    assert room.said == []
    assert not room.viewers.watching


async def test_more_calls_than_a_kiosk_has_viewers_are_declined_even_unanswered() -> None:
    room = Room()
    room.viewers.may_answer.clear()
    for one in range(MOST_VIEWINGS):
        await room.call(number(one))
    await room.call(number(99))
    assert room.said == [Declined(viewing_id=number(99), why=NotNow.TOO_MANY)]
    room.viewers.may_answer.set()
    await settled()
    assert sum(isinstance(one, Accepted) for one in room.said) == MOST_VIEWINGS


async def test_a_call_that_fails_is_declined() -> None:
    room = Room()
    room.viewers.raises = ProcessError("No camera.")
    await room.call(FIRST)
    assert room.said == [Declined(viewing_id=FIRST, why=NotNow.NOT_UNDERSTOOD)]


async def test_a_viewer_that_is_gone_is_told_and_counts_no_more() -> None:
    room = Room()
    await room.call(FIRST)
    await room.call(SECOND)
    room.viewers.lose(FIRST)
    await room.calls.tick(0.0)
    assert room.said[2:] == [ViewingEnded(viewing_id=FIRST), Watching(viewing_ids=(SECOND,))]


async def test_the_hub_hears_who_watches_while_anybody_does_and_a_little_longer() -> None:
    room = Room()
    await room.call(FIRST)
    await room.ticks(0, 30)
    assert room.said[1:] == [Watching(viewing_ids=(FIRST,))] * 6
    await room.hang_up(FIRST)
    await room.ticks(30, 100)
    assert room.said[7:] == [Watching(viewing_ids=())] * 4


async def test_the_hub_hears_who_watches_on_each_connecting() -> None:
    room = Room()
    await room.ticks(0, 100)
    assert room.said == [Watching(viewing_ids=())] * 4
    room.is_connected = False
    await room.ticks(100, 110)
    room.is_connected = True
    await room.ticks(110, 111)
    assert room.said[4:] == [Watching(viewing_ids=())]


async def test_what_nobody_can_take_back_ends_after_a_while() -> None:
    room = Room()
    await room.calls.tick(0.0)
    await room.call(FIRST)
    room.is_connected = False
    await room.calls.tick(ALONE_S)
    assert room.viewers.watching == {FIRST}
    await room.calls.tick(ALONE_S + 0.1)
    assert not room.viewers.watching


async def test_nothing_is_under_way_after_the_end() -> None:
    room = Room()
    room.viewers.may_answer.clear()
    await room.call(FIRST)
    await room.calls.finish()
    assert room.said == []
