from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.live.viewers import Viewers
from tests.fakes.peers import FakePeer
from wire.live import PromptGone
from wire.messages.signal import MOST_VIEWINGS, Accepted, Call, Declined, NotNow

if TYPE_CHECKING:
    from collections.abc import Callable

INTERVIEW = "ab" * 16


class Rig:
    def __init__(self) -> None:
        self.interview: str | None = INTERVIEW
        self.peers: list[FakePeer] = []
        self.ended: list[str] = []
        self.viewers = Viewers(self._make, lambda: self.interview)
        self.viewers.on_ended(self.ended.append)

    async def _make(self, call: Call, gone: Callable[[], None]) -> FakePeer:
        self.peers.append(FakePeer(call, gone))
        return self.peers[-1]

    async def call(
        self, number: int, sdp: str = "offer", *, may_speak: bool = False
    ) -> Accepted | Declined:
        asked = Call(viewing_id=name(number), interview_id=INTERVIEW, sdp=sdp, may_speak=may_speak)
        return await self.viewers.call(asked)


def name(number: int) -> str:
    return f"{number:032x}"


async def test_a_call_for_the_interview_under_way_is_answered() -> None:
    rig = Rig()
    assert await rig.call(1) == Accepted(viewing_id=name(1), sdp="answer to offer")
    assert rig.viewers.count == 1


async def test_no_call_is_taken_for_another_interview_or_without_consent() -> None:
    for standing in (None, "cd" * 16):
        rig = Rig()
        rig.interview = standing
        no = await rig.call(1)
        assert no == Declined(viewing_id=name(1), why=NotNow.NO_INTERVIEW)
        assert not rig.peers


async def test_one_more_than_may_watch_is_declined_and_the_others_stay() -> None:
    rig = Rig()
    for number in range(MOST_VIEWINGS):
        await rig.call(number)
    no = await rig.call(MOST_VIEWINGS)
    assert no == Declined(viewing_id=name(MOST_VIEWINGS), why=NotNow.TOO_MANY)
    assert rig.viewers.count == MOST_VIEWINGS


async def test_an_offer_that_is_none_leaves_nothing_behind() -> None:
    rig = Rig()
    no = await rig.call(1, "nonsense", may_speak=True)
    assert no == Declined(viewing_id=name(1), why=NotNow.NOT_UNDERSTOOD)
    assert rig.viewers.count == 0
    assert not rig.viewers.is_led
    assert rig.peers[0].is_closed


async def test_a_second_call_of_a_viewing_takes_the_place_of_the_first() -> None:
    rig = Rig()
    await rig.call(1)
    await rig.call(1)
    assert [peer.is_closed for peer in rig.peers] == [True, False]
    rig.peers[0].gone()
    assert rig.viewers.count == 1
    assert rig.ended == []


async def test_all_viewings_end_when_consent_or_interview_does() -> None:
    rig = Rig()
    await rig.call(1)
    await rig.call(2)
    await rig.viewers.tick()
    assert rig.viewers.count == 2
    rig.interview = None
    await rig.viewers.tick()
    assert rig.viewers.count == 2  # the screens are told why first
    await rig.viewers.tick()
    assert all(peer.is_closed for peer in rig.peers)
    assert rig.ended == [name(1), name(2)]


async def test_a_viewer_that_is_lost_is_told_once_and_one_hung_up_on_is_not() -> None:
    rig = Rig()
    await rig.call(1)
    await rig.call(2)
    rig.peers[0].gone()
    rig.peers[0].gone()
    await rig.viewers.hang_up(name(2))
    assert rig.ended == [name(1)]
    assert rig.viewers.count == 0


async def test_only_a_caller_who_may_speak_leads_until_gone() -> None:
    rig = Rig()
    await rig.call(1)
    assert not rig.viewers.is_led
    await rig.call(2, may_speak=True)
    assert (rig.viewers.speaks(name(1)), rig.viewers.speaks(name(2))) == (False, True)
    await rig.viewers.hang_up(name(2))
    assert not rig.viewers.is_led


async def test_what_is_told_goes_to_every_screen() -> None:
    rig = Rig()
    await rig.call(1)
    await rig.call(2)
    rig.viewers.tell(PromptGone(prompt="p"))
    assert [peer.told for peer in rig.peers] == [[PromptGone(prompt="p")]] * 2
