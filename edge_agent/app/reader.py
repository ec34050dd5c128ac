"""Reads pages aloud: on the kiosk's loudspeaker where it has one, else by the page itself.

The recorder is told whenever the voice plays, so that none of it counts as the candidate's words.
"""

from __future__ import annotations

import asyncio
import io
import threading
import wave
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import structlog

from edge_agent.capture.bus import FarEnd
from edge_agent.errors import EdgeError
from edge_agent.inference.swresample import Resampler
from edge_agent.page.voice import VoiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from numpy.typing import NDArray

    from edge_agent.app.sitting import Recorder
    from edge_agent.live.speaker import Speaker
    from edge_agent.page.voice import Speech, Voice
    from wire.language import Language

_LOG = structlog.get_logger()
_RATE = 48_000
_PIECE = _RATE // 10
_GRACE_S = 1.5
"""So long after its length a page that said nothing is taken to have stopped playing."""


class Reader:
    """One voice at a time; a new text stops the one before."""

    def __init__(
        self,
        voice: Voice | None,
        recorder: Recorder,
        open_speaker: Callable[[], Speaker] | None = None,
        grace_s: float = _GRACE_S,
    ) -> None:
        """Read by `voice`; without a speaker the page plays what it is given."""
        self._voice = voice
        self._recorder = recorder
        self._open_speaker = open_speaker
        self._line = ThreadPoolExecutor(max_workers=1)
        """Tells the recorder, one thing after the other."""
        self._stop = threading.Event()
        self._playing: asyncio.Task[None] | None = None
        self._grace_s = grace_s
        self._longest_s = 0.0
        self._is_told = False

    @property
    def is_there(self) -> bool:
        """Say whether there is a voice."""
        return self._voice is not None

    async def say(self, text: str, language: Language) -> tuple[Speech, bool]:
        """Give a text spoken, and whether the kiosk's loudspeaker plays it; raises VoiceError."""
        if self._voice is None:
            raise VoiceError("This kiosk has no voice.")
        await self.stop()
        speech = await asyncio.to_thread(self._voice.speak, text, language)
        self._longest_s = speech.seconds
        if self._open_speaker is None:
            return speech, False
        self._stop = threading.Event()
        play = partial(asyncio.to_thread, self._play, self._open_speaker, speech, self._stop)
        self._playing = asyncio.create_task(self._through(play))
        return speech, True

    async def playing(self, *, on: bool) -> None:
        """Hear from the page that it plays, or has stopped."""
        await self.stop()
        if on:
            length_s = self._longest_s + self._grace_s
            await self._tell(playing=True)
            self._playing = asyncio.create_task(self._through(partial(asyncio.sleep, length_s)))

    async def stop(self) -> None:
        """Play nothing any more."""
        self._stop.set()
        task, self._playing = self._playing, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._tell(playing=False)

    async def _through(self, play: Callable[[], Awaitable[None]]) -> None:
        await self._tell(playing=True)
        try:
            await play()
        except EdgeError as error:
            _LOG.warning("voice_not_played", code=error.code, why=str(error))
        await self._tell(playing=False)

    async def _tell(self, *, playing: bool) -> None:
        """Tell the recorder what changed; one that is away hears nothing, and records nothing."""
        if playing is self._is_told:
            return
        self._is_told = playing
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._line, self._recorder.ask, FarEnd(playing=playing))
        except EdgeError as error:
            _LOG.warning("far_end_not_told", code=error.code, playing=playing)

    def _play(
        self, open_speaker: Callable[[], Speaker], speech: Speech, stop: threading.Event
    ) -> None:
        speaker = open_speaker()
        try:
            samples = _samples(speech)
            for at in range(0, len(samples), _PIECE):
                if stop.is_set():
                    return
                speaker.play(samples[at : at + _PIECE])
        finally:
            speaker.close()


def _samples(speech: Speech) -> NDArray[np.int16]:
    with wave.open(io.BytesIO(speech.wave)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16)
        rate = file.getframerate()
    resampler = Resampler(rate, _RATE)
    return np.concatenate((resampler.resample(heard), resampler.flush()))
