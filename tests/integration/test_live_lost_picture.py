"""A viewer that lost a picture says so, and the recorder is asked for a key picture."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from edge_agent.capture.bus import KeyPicture
from tests.fakes.kiosk import INTERVIEW, make_kiosk
from tests.fakes.recorder import FakeRecorder
from tests.fakes.watched_kiosk import WatchedKiosk
from tests.fakes.watching_screen import WatchingScreen
from wire.messages.signal import Accepted, Call

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


async def test_a_picture_loss_indication_asks_the_recorder_for_a_key_picture(
    tmp_path: Path,
) -> None:
    settings = make_kiosk(tmp_path).settings
    with FakeRecorder(settings.runtime_dir) as recorder:
        async with WatchedKiosk(settings) as kiosk, WatchingScreen() as screen:
            offer = await screen.offer()
            call = Call(viewing_id="1" * 32, interview_id=INTERVIEW, sdp=offer, may_speak=False)
            answer = await kiosk.viewers.call(call)
            assert isinstance(answer, Accepted)
            await screen.take(answer.sdp)
            await screen.wait_for(lambda: bool(screen.told))
            await lose_a_picture(screen, answer.sdp)
            async with asyncio.timeout(20):
                while KeyPicture() not in recorder.asked_beside:  # noqa: ASYNC110 - a thread's list
                    await asyncio.sleep(0.05)


async def lose_a_picture(screen: WatchingScreen, sdp: str) -> None:
    _, video = sdp.split("m=video")
    found = re.search(r"a=ssrc:(\d+)", video)
    assert found is not None
    receiver: Any = screen.connection.getTransceivers()[0].receiver
    await receiver._send_rtcp_pli(int(found[1]))
