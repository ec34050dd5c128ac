"""Sound cut into utterances: where speech begins and ends; no clock, no thread."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.played_voice import PlayedVoice
from edge_agent.inference.speech_gate import FRAME, FRAME_S, RATE, SpeechGate
from edge_agent.inference.streaming_rhythm import (
    LONGEST_PATIENCE_S,
    Offers,
    Stage,
    may_go_on,
    patience,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import VoiceActivity

LONGEST_S = 28.0
"""Recognisers take 30 s."""
_PAD = round(0.3 / FRAME_S)
"""Frames kept before and after speech."""
_SEARCHED_S = 12.0
"""The end of an utterance that is too long, in which the best place to cut is looked for."""
_SHORTEST_S = 0.1
"""Less speech than this is a click."""
_JUMP_S = 0.1
"""When media time jumps by more than this, samples are missing: the utterance ends there."""
_REMEMBERED = 4096
"""Stretches of speech kept for `speech_s`."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech with a little silence around it."""

    samples: NDArray[np.int16]
    """16 kHz mono."""
    start_pts: float
    """Seconds since the interview began."""
    end_pts: float
    stage: Stage = Stage.CLOSED
    stretches: tuple[tuple[float, float], ...] = ()
    """(start, end) of speech in seconds from the first sample."""


@dataclass(slots=True)
class _Judged:
    """One frame of the open stretch."""

    samples: NDArray[np.int16]
    probability: float
    speech: bool


class UtteranceCutter:
    """Hears 16 kHz sound and hands out closed utterances, in order, never overlapping.

    With `offers` it also hands out the open one, from its beginning, when that is worth decoding;
    one offered as `PAUSED` comes again with the same samples as `CLOSED` if nobody speaks on.
    """

    def __init__(
        self, voice: VoiceActivity, offers: Offers | None = None, played: PlayedVoice | None = None
    ) -> None:
        """Judge by `voice`, which nobody else may use; what `played` covers is no speech."""
        self._voice = voice
        self._offers = offers
        self._played = played or PlayedVoice()
        self._spans: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._gate = SpeechGate()
        self._origin: float | None = None
        self._expected = 0.0
        self._rest = np.zeros(0, dtype=np.int16)
        self._frames: list[_Judged] = []
        self._first = 0
        """The first kept frame's number, counted from the origin."""
        self._unfinished_at: float | None = None
        """Where the speech of the utterance before ended, if this one may go on with it."""
        self._begin()

    def hear(self, samples: NDArray[np.int16], pts: float) -> tuple[Utterance, ...]:
        """Take the next samples (16 kHz; `pts` is the first one's media time); raises ModelError.

        Gives the utterances that closed, or are worth decoding, with them.
        """
        cut: list[Utterance] = []
        if self._origin is not None and abs(pts - self._expected) > _JUMP_S:
            cut.extend(self.flush())
        if self._origin is None:
            self._origin = self._expected = pts
        self._expected += len(samples) / RATE
        self._rest = np.concatenate((self._rest, samples))
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            cut.extend(self._judge(frame))
        return tuple(cut)

    def flush(self) -> tuple[Utterance, ...]:
        """Close what is open, at the answer's end; the next sound begins afresh."""
        closed = list(self._judge(self._rest)) if len(self._rest) else []
        closed.extend(self._close(self._end_of_speech()))
        self._begin()
        return tuple(one for one in closed if one.stage is Stage.CLOSED)

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of speech in [start, end) of media time, as far as judged."""
        shared = (min(end, last) - max(start, first) for first, last in self._spans)
        return sum(part for part in shared if part > 0)

    def _begin(self) -> None:
        """Forget what was heard; the next sample is the first."""
        self._hear_afresh()
        self._origin = None
        self._rest = np.zeros(0, dtype=np.int16)
        self._frames = []
        self._first = 0

    def _hear_afresh(self) -> None:
        """Let nothing of before count for the next frame."""
        self._voice.reset()
        self._gate = SpeechGate()

    def _judge(self, frame: NDArray[np.int16]) -> tuple[Utterance, ...]:
        """Add one frame (the last may be short) and hand out what it makes due."""
        start = self._time(len(self._frames))
        if self._played.covers(start, start + len(frame) / RATE):
            return self._leave_out()
        probability = self._voice.probability(np.pad(frame, (0, FRAME - len(frame))))
        speech = self._gate.hear(probability)
        self._frames.append(_Judged(frame, probability, speech))
        if speech:
            self._note_speech(len(self._frames) - 1)
        return self._due()

    def _leave_out(self) -> tuple[Utterance, ...]:
        """Close what is open before a frame that is not the candidate's."""
        closed = self._close(len(self._frames))
        self._hear_afresh()
        self._first += 1
        return closed

    def _note_speech(self, index: int) -> None:
        """Remember when there was speech."""
        start = self._time(index)
        end = start + len(self._frames[index].samples) / RATE
        if self._spans and abs(self._spans[-1][1] - start) < FRAME_S / 2:
            start = self._spans.pop()[0]
        self._spans.append((start, end))

    def _due(self) -> tuple[Utterance, ...]:
        """Close the utterance that has ended, or grown too long; forget old silence."""
        speech = self._speech(len(self._frames))
        if not speech:
            self._drop(len(self._frames) - _PAD)
            return ()
        wanted_s = patience(_stretches(speech), self._waited_s(speech[0]))
        silence_s = (len(self._frames) - 1 - speech[-1]) * FRAME_S
        if silence_s >= wanted_s:
            return self._close(self._end_of_speech())
        if len(self._frames) * FRAME_S >= LONGEST_S:
            return self._close(self._quietest())
        return self._offer(speech, silence_s, wanted_s)

    def _offer(self, speech: list[int], silence_s: float, wanted_s: float) -> tuple[Utterance, ...]:
        """Hand out the open utterance if that is worth while."""
        if self._offers is None or len(speech) * FRAME_S < _SHORTEST_S:
            return ()
        length_s = (speech[-1] + 1 - speech[0]) * FRAME_S
        stage = self._offers.due(length_s, silence_s, wanted_s)
        return () if stage is None else (self._utterance(self._end_of_speech(), stage),)

    def _quietest(self) -> int:
        """Give the frame at which a too long utterance is best cut: amid the longest silence."""
        searched = round(_SEARCHED_S / FRAME_S)
        probabilities = np.array([frame.probability for frame in self._frames])
        smooth = np.convolve(probabilities, np.ones(9) / 9, mode="same")
        tail = smooth[-searched:-_PAD]
        return len(smooth) - searched + int(tail.argmin())

    def _close(self, end: int) -> tuple[Utterance, ...]:
        """Hand out the frames before `end` and keep the rest."""
        spoken = self._speech(end)
        is_speech = len(spoken) * FRAME_S >= _SHORTEST_S
        closed = (self._utterance(end, Stage.CLOSED),) if is_speech else ()
        if is_speech:
            goes_on = may_go_on(_stretches(spoken))
            self._unfinished_at = self._time(spoken[-1] + 1) if goes_on else None
        self._drop(end)
        if self._offers is not None:
            self._offers.begin()
        return closed

    def _utterance(self, end: int, stage: Stage) -> Utterance:
        samples = np.concatenate([frame.samples for frame in self._frames[:end]])
        start_pts = self._time(0)
        stretches = tuple(_stretches(self._speech(end)))
        return Utterance(samples, start_pts, start_pts + len(samples) / RATE, stage, stretches)

    def _speech(self, end: int) -> list[int]:
        """Give which of the frames before `end` are speech."""
        return [index for index, frame in enumerate(self._frames[:end]) if frame.speech]

    def _end_of_speech(self) -> int:
        """Give the frame before which the utterance would end if nobody spoke on."""
        speech = self._speech(len(self._frames))
        return min(len(self._frames), speech[-1] + 1 + _PAD) if speech else len(self._frames)

    def _waited_s(self, first: int) -> float | None:
        """Give the silence before this utterance, if it may have been within one sentence."""
        if self._unfinished_at is None:
            return None
        waited_s = self._time(first) - self._unfinished_at
        return waited_s if 0.0 <= waited_s <= 2 * LONGEST_PATIENCE_S else None

    def _drop(self, count: int) -> None:
        """Forget the oldest frames."""
        if count > 0:
            del self._frames[:count]
            self._first += count

    def _time(self, index: int) -> float:
        """Give the media time of a kept frame."""
        return (self._origin or 0.0) + (self._first + index) * FRAME_S


def _stretches(speech: list[int]) -> list[tuple[float, float]]:
    """Give the (start, end) seconds of runs of frames, given which frames are speech."""
    runs: list[tuple[float, float]] = []
    for index in speech:
        start = index * FRAME_S
        if runs and start - runs[-1][1] < FRAME_S / 2:
            runs[-1] = (runs[-1][0], start + FRAME_S)
        else:
            runs.append((start, start + FRAME_S))
    return runs
