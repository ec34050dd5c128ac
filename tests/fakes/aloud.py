"""A voice and a loudspeaker that say what was asked of them."""

from __future__ import annotations

import io
import threading
import wave
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.capture.bus import Done, FarEnd, Request
from edge_agent.page.voice import Speech

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wire.language import Language

RATE = 16_000


class FakeVoice:
    """Speaks a tone of a tenth of a second per word."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Language]] = []

    def speak(self, text: str, language: Language) -> Speech:
        self.said.append((text, language))
        seconds = 0.1 * max(1, len(text.split()))
        samples = 8000 * np.sin(np.arange(int(seconds * RATE)) / 10)
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.astype("<i2").tobytes())
        return Speech(out.getvalue(), seconds)


class FakeSpeaker:
    """Keeps what it played; waits at each piece until it `may`."""

    def __init__(self) -> None:
        self.played: list[NDArray[np.int16]] = []
        self.may = threading.Event()
        self.is_closed = threading.Event()

    def play(self, samples: NDArray[np.int16]) -> None:
        self.may.wait(20.0)
        self.played.append(samples)

    def close(self) -> None:
        self.is_closed.set()


class FarEndBook:
    """A recorder that remembers when a voice played."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self._news = threading.Condition()

    def wait_until(self, told: list[bool]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.told == told, 20.0)

    def ask(self, request: Request) -> Done:
        assert isinstance(request, FarEnd)
        with self._news:
            self.told.append(request.playing)
            self._news.notify_all()
        return Done(pts=0.0)
