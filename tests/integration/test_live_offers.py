"""Offers that no browser makes: each is answered or declined, and nothing stays behind."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from tests.fakes.kiosk import INTERVIEW, make_kiosk
from tests.fakes.watched_kiosk import WatchedKiosk
from tests.fakes.watching_screen import WatchingScreen
from wire.messages.signal import Accepted, Call, Declined

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration
SPOILT = 150


def spoilt(offer: str, chance: random.Random) -> str:
    """Spoil one line or two: gone, twice, cut, or with a digit or a word changed."""
    lines = offer.split("\r\n")
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randint(0, len(line))
        instead = [[], [line, line], [line[:cut]], [line[:cut] + "9" + line[cut + 1 :]], ["a=" * 9]]
        lines[at : at + 1] = chance.choice(instead)
        if not lines:
            return ""
    return "\r\n".join(lines)


async def test_a_spoilt_offer_never_harms_the_kiosk(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - the same spoilt offers each time
    settings = make_kiosk(tmp_path).settings
    settings.runtime_dir.mkdir()
    async with WatchedKiosk(settings) as kiosk, WatchingScreen() as screen:
        offer = await screen.offer()
        declined = 0
        for number in range(SPOILT):
            sdp = spoilt(offer, chance)
            call = Call(
                viewing_id=f"{number:032x}", interview_id=INTERVIEW, sdp=sdp, may_speak=False
            )
            answer = await kiosk.viewers.call(call)
            assert isinstance(answer, Accepted | Declined)
            declined += isinstance(answer, Declined)
            await kiosk.viewers.hang_up(call.viewing_id)
        assert 0 < declined < SPOILT
        assert kiosk.viewers.count == 0
        whole = Call(viewing_id="f" * 32, interview_id=INTERVIEW, sdp=offer, may_speak=False)
        assert isinstance(await kiosk.viewers.call(whole), Accepted)
    await asyncio.sleep(0)


async def test_an_offer_without_h264_is_not_understood(tmp_path: Path) -> None:
    settings = make_kiosk(tmp_path).settings
    settings.runtime_dir.mkdir()
    async with WatchedKiosk(settings) as kiosk, WatchingScreen() as screen:
        offer = (await screen.offer()).replace("H264/90000", "H265/90000")
        call = Call(viewing_id="f" * 32, interview_id=INTERVIEW, sdp=offer, may_speak=False)
        assert isinstance(await kiosk.viewers.call(call), Declined)
