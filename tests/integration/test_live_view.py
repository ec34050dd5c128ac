"""Viewers around a real recorder, by real connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview
from edge_agent.capture.live_source import LiveSource
from tests.fakes.devices import SIZE, FakeDevices
from tests.fakes.kiosk import INTERVIEW, make_kiosk, make_plan
from tests.fakes.watched_kiosk import WatchedKiosk
from tests.fakes.watching_screen import WatchingScreen
from tests.integration.running_recorder import Running
from wire.language import Language
from wire.messages.signal import Accepted, Call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
BEGIN = BeginInterview(plan=make_plan(), language=Language.EN, analysis=False, face_analysis=False)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    devices = FakeDevices(picture_s=1 / 30)
    source = LiveSource(devices.open_camera, devices.open_microphone, SIZE)
    running = Running(make_kiosk(tmp_path), source)
    yield running
    running.stop()


def call(number: int, sdp: str, *, may_speak: bool = False) -> Call:
    return Call(viewing_id=f"{number:032x}", interview_id=INTERVIEW, sdp=sdp, may_speak=may_speak)


async def watch(kiosk: WatchedKiosk, screen: WatchingScreen, number: int = 1) -> None:
    answer = await kiosk.viewers.call(call(number, await screen.offer()))
    assert isinstance(answer, Accepted)
    await screen.take(answer.sdp)


async def test_a_viewer_sees_and_hears_between_answers_and_during_one(running: Running) -> None:
    running.client.ask(BEGIN)
    async with WatchedKiosk(running.kiosk.settings) as kiosk, WatchingScreen() as screen:
        await watch(kiosk, screen)
        await screen.wait_for(lambda: len(screen.pictures) > 10 and len(screen.sounds) > 10)
        before = len(screen.pictures)
        running.client.ask(BeginAnswer(answer=0, stage=0))
        await screen.wait_for(lambda: len(screen.pictures) > before + 45)
        running.client.ask(EndAnswer())
        before = len(screen.pictures)
        await screen.wait_for(lambda: len(screen.pictures) > before + 10)
        running.client.ask(EndInterview())
    times = [picture.pts or 0 for picture in screen.pictures]
    assert times == sorted(set(times))
