"""Reading aloud: whenever the voice plays, the recorder knows."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from edge_agent.app.reader import Reader
from edge_agent.page.voice import VoiceError
from tests.fakes.aloud import FakeSpeaker, FakeVoice, FarEndBook
from wire.language import Language


def test_on_the_kiosks_speaker_the_recorder_hears_of_beginning_and_end() -> None:
    speaker, book = FakeSpeaker(), FarEndBook()

    async def go() -> bool:
        reader = Reader(FakeVoice(), book, lambda: speaker)
        speech, is_played = await reader.say("one two three", Language.EN)
        assert speech.seconds == pytest.approx(0.3)
        speaker.may.set()
        await asyncio.to_thread(speaker.is_closed.wait, 20.0)
        await asyncio.to_thread(book.wait_until, [True, False])
        return is_played

    assert asyncio.run(go())
    assert book.told == [True, False]
    sound = np.concatenate(speaker.played)
    assert len(sound) == pytest.approx(0.3 * 48_000, rel=0.01)
    assert np.abs(sound).max() > 4000


def test_a_new_text_stops_the_one_before() -> None:
    speakers = [FakeSpeaker(), FakeSpeaker()]
    book = FarEndBook()

    async def go() -> None:
        opened = iter(speakers)
        reader = Reader(FakeVoice(), book, lambda: next(opened))
        await reader.say("one two three four five six", Language.EN)
        await asyncio.to_thread(book.wait_until, [True])
        stopping = asyncio.create_task(reader.stop())
        await asyncio.sleep(0)
        speakers[0].may.set()
        await stopping
        await asyncio.to_thread(speakers[0].is_closed.wait, 20.0)

    asyncio.run(go())
    assert book.told == [True, False]
    assert len(speakers[0].played) <= 1


def test_without_a_speaker_the_page_plays_and_tells() -> None:
    voice, book = FakeVoice(), FarEndBook()

    async def go() -> None:
        reader = Reader(voice, book)
        speech, is_played = await reader.say("你好", Language.ZH)
        assert (speech.wave[:4], is_played, book.told) == (b"RIFF", False, [])
        await reader.playing(on=True)
        assert book.told == [True]
        await reader.playing(on=False)

    asyncio.run(go())
    assert voice.said == [("你好", Language.ZH)]
    assert book.told == [True, False]


def test_a_page_that_went_away_is_taken_to_have_stopped() -> None:
    book = FarEndBook()

    async def go() -> None:
        reader = Reader(FakeVoice(), book, grace_s=0.0)
        await reader.say("one", Language.EN)
        await reader.playing(on=True)
        await asyncio.to_thread(book.wait_until, [True, False])

    asyncio.run(go())


def test_a_kiosk_without_a_voice_says_so() -> None:
    reader = Reader(None, FarEndBook())
    assert not reader.is_there
    with pytest.raises(VoiceError, match="K-VOICE-001"):
        asyncio.run(reader.say("one", Language.EN))
