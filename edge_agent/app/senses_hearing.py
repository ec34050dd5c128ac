"""The microphone's sound as speech models hear it: at 16 kHz, in utterances and as a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.sound_quality import level
from edge_agent.inference.played_voice import PlayedVoice
from edge_agent.inference.speech_gate import FRAME, FRAME_S, RATE, SpeechGate
from edge_agent.inference.streaming_rhythm import Offers
from edge_agent.inference.swresample import Resampler
from edge_agent.inference.utterances import UtteranceCutter
from edge_agent.publish.bell import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.capture.frames import AudioChunk
    from edge_agent.inference.ports import VoiceActivity
    from edge_agent.inference.streaming_rhythm import Rhythm
    from edge_agent.inference.utterances import Utterance

_JUMP_S = 0.1
"""When media time jumps by more than this, samples are missing."""
_LEVEL_EVERY_S = 0.1


class Hearing:
    """One answer's sound, cut into utterances; a `SpeechClock` for its windows."""

    def __init__(self, voice: VoiceActivity, played: PlayedVoice | None = None) -> None:
        """Take nothing for speech that `played` covers."""
        self._played = played or PlayedVoice()
        self._offers = Offers(rhythm=None)
        self._cutter = UtteranceCutter(voice, self._offers, self._played)
        self._resampler: Resampler | None = None
        self._rate = 0
        self._origin = self._expected = 0.0
        self._given = 0
        """Samples at 16 kHz since the origin."""

    def hear(self, chunk: AudioChunk) -> tuple[Utterance, ...]:
        """Take the next samples; gives the utterances that closed, or paused, with them."""
        closed: tuple[Utterance, ...] = ()
        if chunk.rate != self._rate or abs(chunk.pts - self._expected) > _JUMP_S:
            closed = self._drain()
        if self._resampler is None:
            self._resampler, self._rate = Resampler(chunk.rate), chunk.rate
            self._origin, self._given = chunk.pts, 0
        self._expected = chunk.end
        return (*closed, *self._pass_on(self._resampler.resample(chunk.samples)))

    def offer(self, rhythm: Rhythm | None) -> None:
        """Hand out what is said while it is said from now on, in a rhythm, or no more."""
        self._offers.rhythm = rhythm

    def flush(self) -> tuple[Utterance, ...]:
        """Judge and close what is left, at the answer's end."""
        return (*self._drain(), *self._cutter.flush())

    @property
    def judged_until(self) -> float:
        """Media time before which every sample was told speech or silence."""
        return self._until - FRAME_S

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of speech in [start, end) of media time, as far as judged."""
        return self._cutter.speech_s(start, end)

    def far_end_s(self, start: float, end: float) -> float:
        """Give the seconds of [start, end) in which the kiosk itself played a voice."""
        return self._played.seconds(start, end)

    @property
    def _until(self) -> float:
        return self._origin + self._given / RATE

    def _pass_on(self, samples: NDArray[np.int16]) -> tuple[Utterance, ...]:
        pts = self._until
        self._given += len(samples)
        return self._cutter.hear(samples, pts) if len(samples) else ()

    def _drain(self) -> tuple[Utterance, ...]:
        resampler, self._resampler = self._resampler, None
        return () if resampler is None else self._pass_on(resampler.flush())


class LevelMeter:
    """How loud it is and whether somebody speaks, for the candidate's meter; keeps nothing."""

    def __init__(self, voice: VoiceActivity) -> None:
        self._voice = voice
        self._gate = SpeechGate()
        self._resampler: Resampler | None = None
        self._rate = 0
        self._rest = np.zeros(0, dtype=np.int16)
        self._heard: list[NDArray[np.int16]] = []
        self._due_at = 0.0

    def hear(self, chunk: AudioChunk, now: float) -> Level | None:
        """Take the next samples; gives a level ten times a second (`now` is monotonic)."""
        self._judge(chunk)
        self._heard.append(chunk.samples)
        if now < self._due_at:
            return None
        self._due_at = now + _LEVEL_EVERY_S
        heard, self._heard = np.concatenate(self._heard), []
        return Level(dbfs=level(heard), speech=self._gate.open)

    def _judge(self, chunk: AudioChunk) -> None:
        if self._resampler is None or chunk.rate != self._rate:
            self._resampler, self._rate = Resampler(chunk.rate), chunk.rate
        samples = self._resampler.resample(chunk.samples)
        self._rest = np.concatenate((self._rest, samples))
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            self._gate.hear(self._voice.probability(frame))
