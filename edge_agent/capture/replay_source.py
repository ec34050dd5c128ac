"""Replay: media files merged by media time, which runs only while an answer is open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.replay_camera import ReplayCamera
from edge_agent.capture.replay_microphone import ReplayMicrophone, Silence
from edge_agent.capture.source import TakeOver
from edge_agent.errors import MicrophoneError

if TYPE_CHECKING:
    from edge_agent.capture.source import Captured
    from edge_agent.settings import Replay

_EPSILON = 1e-9


class ReplaySource:
    """Plays the take of the open answer; while none is open, pictures for the self-view only.

    Picture `i` of the endless video stands at media time `i / rate`, whatever happened in between:
    the same takes always give the same pictures and samples.
    """

    def __init__(self, replay: Replay, rate: int) -> None:
        self._replay = replay
        self._rate = rate
        self._camera = ReplayCamera(replay.video)
        ReplayMicrophone(replay.audio, rate, 0, 0).close()
        self._now = 0.0
        self._picture = 0
        self._take: ReplayMicrophone | Silence | None = None
        self._take_began = 0.0
        self._real_began = 0.0
        self._chunk: AudioChunk | None = None
        self._is_over = False
        self._idle_at = time.monotonic()

    @property
    def is_live(self) -> bool:
        """Say no: a replay waits for the recording."""
        return False

    @property
    def waits(self) -> bool:
        """Say whether listeners are waited for: at full speed they are."""
        return self._replay.speed == "max"

    @property
    def now(self) -> float:
        """Media time of the next sample."""
        return self._now

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        return self._camera.size

    def begin_interview(self, media_time: float) -> None:
        """Let media time go on from `media_time`."""
        self._now = media_time

    def begin_answer(self, stage: int) -> None:
        """Start the take of `stage`; where the replay has none, the candidate stays silent."""
        self._take = self._take_of(stage)
        self._take_began = self._now
        self._picture = self._first_picture(self._now)
        self._camera.picture(self._picture)  # decoding it must not cost the answer time
        self._real_began = time.monotonic()

    def end_answer(self) -> None:
        """Hold media time."""
        self._close_take()
        self._is_over = False

    def take(self, wait_s: float) -> Captured | None:
        """Give the next picture, chunk or TakeOver, in order of media time.

        From TakeOver to the answer's end nothing comes: it would count as the answer's.
        """
        if self._is_over:
            time.sleep(wait_s)
            return None
        if self._take is None:
            return self._idle_picture(wait_s)
        if self._chunk is None:
            self._chunk = self._next_chunk(self._take)
        if self._chunk is None:
            self._close_take()
            self._is_over = True
            return TakeOver()
        if not self._due(self._chunk, wait_s):
            return None
        picture_at = self._picture / self._camera.rate
        if picture_at < self._chunk.end - _EPSILON:
            return self._next_picture(picture_at)
        chunk, self._chunk = self._chunk, None
        self._now = chunk.end
        return AudioChunk(chunk.pts, time.time(), chunk.rate, chunk.samples)

    def close(self) -> None:
        """Close the files."""
        self._close_take()
        self._camera.close()

    def _close_take(self) -> None:
        if self._take is not None:
            self._take.close()
        self._take = self._chunk = None

    def _take_of(self, stage: int) -> ReplayMicrophone | Silence:
        for take in self._replay.takes:
            if take.stage == stage:
                audio = self._replay.audio
                return ReplayMicrophone(audio, self._rate, take.start_s, take.end_s)
        return Silence(self._rate)

    def _first_picture(self, at: float) -> int:
        number = round(at * self._camera.rate)
        return number if number / self._camera.rate >= at - _EPSILON else number + 1

    def _next_picture(self, at: float) -> Frame:
        image = self._camera.picture(self._picture)
        self._picture += 1
        return Frame(max(at, self._take_began), time.time(), image)

    def _next_chunk(self, take: ReplayMicrophone | Silence) -> AudioChunk | None:
        try:
            chunk = take.read()
        except MicrophoneError:
            return None
        return AudioChunk(self._take_began + chunk.pts, 0.0, chunk.rate, chunk.samples)

    def _due(self, chunk: AudioChunk, wait_s: float) -> bool:
        """Wait until the chunk's end has come in real time; at full speed it always has."""
        if self.waits:
            return True
        left = self._real_began + chunk.end - self._take_began - time.monotonic()
        time.sleep(min(max(left, 0.0), wait_s))
        return left <= wait_s

    def _idle_picture(self, wait_s: float) -> Frame | None:
        left = self._idle_at - time.monotonic()
        time.sleep(min(max(left, 0.0), wait_s))
        if left > wait_s:
            return None
        self._idle_at = max(self._idle_at, time.monotonic() - 1) + 1 / self._camera.rate
        image = self._camera.picture(round(self._idle_at * self._camera.rate))
        return Frame(self._now, time.time(), image)
