"""Viewers around a real recorder, by real connections."""

from __future__ import annotations

import asyncio
import threading
import time
import wave
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec import structs

from edge_agent.capture.bus import (
    BeginAnswer,
    BeginInterview,
    EndAnswer,
    EndInterview,
    FarEndMark,
)
from edge_agent.capture.live_source import LiveSource
from edge_agent.settings import SpeakerSettings
from tests.fakes.devices import SIZE, FakeDevices
from tests.fakes.kiosk import INTERVIEW, make_kiosk, make_plan
from tests.fakes.watched_kiosk import ALLOWED, WatchedKiosk
from tests.fakes.watching_screen import Voice, WatchingScreen
from tests.integration.running_recorder import Running
from wire.language import Language
from wire.live import Clock, GoOn, PromptGone
from wire.messages.events import Ending
from wire.messages.signal import Accepted, Call, Declined, NotNow

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


async def test_a_screen_is_told_and_answered_on_its_channel(running: Running) -> None:
    running.client.ask(BEGIN)
    async with WatchedKiosk(running.kiosk.settings) as kiosk, WatchingScreen() as screen:
        await watch(kiosk, screen)
        await screen.wait_for(lambda: bool(screen.told) and bool(screen.pictures))
        assert screen.told == [PromptGone(prompt=f"{1:032x}")]
        screen.say(GoOn(stage=2))
        screen.channel.send("nonsense")
        screen.say(Clock(sent=5.0))
        await screen.wait_for(lambda: len(screen.told) == 2)
        assert kiosk.said == [(f"{1:032x}", GoOn(stage=2))]
        clock = screen.told[1]
        assert isinstance(clock, Clock)
        assert clock.sent == 5.0
        assert clock.at is not None
        assert abs(time.time() - clock.at) < 30
        assert clock.frame_s is not None
        kiosk.viewers.tell(PromptGone(prompt="all"))
        await screen.wait_for(lambda: len(screen.told) == 3)


async def test_three_viewers_cost_the_recording_no_picture(running: Running) -> None:
    running.client.ask(BEGIN)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(WatchedKiosk(running.kiosk.settings))
        screens = [await stack.enter_async_context(WatchingScreen()) for _ in range(3)]
        for number, screen in enumerate(screens):
            await watch(kiosk, screen, number)
        running.client.ask(BeginAnswer(answer=0, stage=0))
        for screen in screens:
            seen = len(screen.pictures)
            await screen.wait_for(lambda screen=screen, seen=seen: len(screen.pictures) > seen + 60)  # type: ignore[misc]
        running.client.ask(EndAnswer())
    manifest = running.manifest(0)
    assert manifest.frames_lost == 0  # that none was late is measured by the benchmark `live`
    assert manifest.frames_recorded > 60


async def test_nothing_is_encoded_when_nobody_watches_and_no_answer_is_open(
    running: Running,
) -> None:
    running.client.ask(BEGIN)
    async with WatchedKiosk(running.kiosk.settings) as kiosk, WatchingScreen() as screen:
        assert not encoders()
        await watch(kiosk, screen)
        await screen.wait_for(lambda: bool(screen.pictures))
        assert len(encoders()) == 1
        await kiosk.viewers.hang_up(f"{1:032x}")
        running.wait_for(lambda: not encoders())


async def test_a_call_is_declined_before_consent_and_ended_when_it_is_over(
    running: Running,
) -> None:
    running.client.ask(BEGIN)
    async with WatchedKiosk(running.kiosk.settings) as kiosk, WatchingScreen() as screen:
        kiosk.state = replace(ALLOWED, granted=frozenset())
        no = await kiosk.viewers.call(call(7, await screen.offer()))
        assert no == Declined(viewing_id=f"{7:032x}", why=NotNow.NO_INTERVIEW)
        kiosk.state = ALLOWED
        await watch(kiosk, screen)
        await screen.wait_for(lambda: bool(screen.pictures))
        kiosk.state = replace(ALLOWED, ending=Ending.WITHDRAWN)
        await kiosk.viewers.tick()
        await kiosk.viewers.tick()
        assert kiosk.viewers.count == 0
        assert kiosk.ended == [f"{1:032x}"]


async def test_a_viewer_that_vanishes_stops_costing(running: Running) -> None:
    running.client.ask(BEGIN)
    async with WatchedKiosk(running.kiosk.settings) as kiosk, WatchingScreen() as screen:
        await watch(kiosk, screen)
        await screen.wait_for(lambda: bool(screen.pictures))
        screen.vanish()
        await asyncio.wait_for(kiosk.one_ended.wait(), 60)
        assert kiosk.viewers.count == 0
        assert kiosk.ended == [f"{1:032x}"]


async def test_a_nonsense_offer_is_declined(running: Running) -> None:
    async with WatchedKiosk(running.kiosk.settings) as kiosk:
        for sdp in ("nonsense", "v=0", "v=0\r\nm=video 9\r\n"):
            answer = await kiosk.viewers.call(call(3, sdp))
            assert answer == Declined(viewing_id=f"{3:032x}", why=NotNow.NOT_UNDERSTOOD)
        assert kiosk.viewers.count == 0


async def test_a_voice_that_is_played_is_told_to_the_recorder(
    running: Running, tmp_path: Path
) -> None:
    running.client.ask(BEGIN)
    speaker = SpeakerSettings(kind="file", file=tmp_path / "played.wav")
    settings = structs.replace(running.kiosk.settings, speaker=speaker)
    voice = Voice()
    async with WatchedKiosk(settings) as kiosk, WatchingScreen(voice) as screen:
        offer = await screen.offer()
        answer = await kiosk.viewers.call(call(1, offer, may_speak=True))
        assert isinstance(answer, Accepted)
        assert kiosk.viewers.is_led
        await screen.take(answer.sdp)
        await screen.wait_for(lambda: voice.given > 50)
        voice.is_loud = True
        await asyncio.to_thread(running.wait_for, lambda: far_end(running) == [True])
        voice.is_loud = False
        await asyncio.to_thread(running.wait_for, lambda: far_end(running) == [True, False])
    await asyncio.to_thread(running.wait_for, lambda: not playing())
    with wave.open(str(tmp_path / "played.wav")) as played:
        samples = np.frombuffer(played.readframes(played.getnframes()), np.int16)
    assert np.abs(samples).max() > 3000


async def test_one_who_may_not_speak_is_not_heard(running: Running, tmp_path: Path) -> None:
    running.client.ask(BEGIN)
    speaker = SpeakerSettings(kind="file", file=tmp_path / "played.wav")
    settings = structs.replace(running.kiosk.settings, speaker=speaker)
    voice = Voice()
    voice.is_loud = True
    async with WatchedKiosk(settings) as kiosk, WatchingScreen(voice) as screen:
        await watch(kiosk, screen)
        await screen.wait_for(lambda: len(screen.pictures) > 60)
        assert not kiosk.viewers.is_led
    assert not (tmp_path / "played.wav").exists()
    assert far_end(running) == []


def encoders() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "encoder"]


def playing() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "speaker"]


def far_end(running: Running) -> list[bool]:
    return [each.playing for each in running.heard if isinstance(each, FarEndMark)]
