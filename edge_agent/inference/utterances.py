"""Sound cut into utterances: where speech begins and ends; no clock, no thread."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.speech_gate import FRAME, FRAME_S, RATE, SpeechGate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import VoiceActivity

SILENCE_S = 0.9
"""An utterance ends after so much silence; less cuts slow speakers into single words."""
PATIENCE_S = 1.3
"""The same while little was said: short stretches are joined, text wants context."""
_LITTLE_S = 2.0
"""Seconds of speech."""
LONGEST_S = 28.0
"""Recognisers take 30 s."""
_PAD_S = 0.3
"""Sound kept before and after speech."""
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
    """A closed stretch of speech with a little silence around it."""

    samples: NDArray[np.int16]
    """16 kHz mono."""
    start_pts: float
    """Seconds since the interview began."""
    end_pts: float


@dataclass(slots=True)
class _Judged:
    """One frame of the open stretch."""

    samples: NDArray[np.int16]
    probability: float
    speech: bool


class UtteranceCutter:
    """Hears 16 kHz sound and hands out closed utterances, in order, never overlapping."""

    def __init__(self, voice: VoiceActivity) -> None:
        """Judge by `voice`, which nobody else may use meanwhile."""
        self._voice = voice
        self._spans: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._gate = SpeechGate()
        self._origin: float | None = None
        self._expected = 0.0
        self._rest = np.zeros(0, dtype=np.int16)
        self._frames: list[_Judged] = []
        self._first = 0
        """The first kept frame's number, counted from the origin."""
        self._begin()

    def hear(self, samples: NDArray[np.int16], pts: float) -> tuple[Utterance, ...]:
        """Take the next samples (16 kHz; `pts` is the first one's media time); raises ModelError.

        Gives the utterances that closed with them.
        """
        closed: list[Utterance] = []
        if self._origin is not None and abs(pts - self._expected) > _JUMP_S:
            closed.extend(self.flush())
        if self._origin is None:
            self._origin = self._expected = pts
        self._expected += len(samples) / RATE
        self._rest = np.concatenate((self._rest, samples))
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            closed.extend(self._judge(frame))
        return tuple(closed)

    def flush(self) -> tuple[Utterance, ...]:
        """Close what is open, at the answer's end; the next sound begins afresh."""
        closed = list(self._judge(self._rest)) if len(self._rest) else []
        closed.extend(self._close(len(self._frames)))
        self._begin()
        return tuple(closed)

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of speech in [start, end) of media time, as far as judged."""
        shared = (min(end, last) - max(start, first) for first, last in self._spans)
        return sum(part for part in shared if part > 0)

    @property
    def speaking(self) -> bool:
        """Whether the newest frame was speech."""
        return self._gate.open

    def _begin(self) -> None:
        """Forget what was heard; the next sample is the first."""
        self._voice.reset()
        self._gate = SpeechGate()
        self._origin = None
        self._rest = np.zeros(0, dtype=np.int16)
        self._frames = []
        self._first = 0

    def _judge(self, frame: NDArray[np.int16]) -> tuple[Utterance, ...]:
        """Add one frame (the last may be short) and close what it ends."""
        whole = np.pad(frame, (0, FRAME - len(frame)))
        probability = self._voice.probability(whole)
        speech = self._gate.hear(probability)
        self._frames.append(_Judged(frame, probability, speech))
        if speech:
            self._note_speech(len(self._frames) - 1)
        return self._close_due()

    def _note_speech(self, index: int) -> None:
        """Remember when there was speech."""
        start = self._time(index)
        end = start + len(self._frames[index].samples) / RATE
        if self._spans and abs(self._spans[-1][1] - start) < FRAME_S / 2:
            start = self._spans.pop()[0]
        self._spans.append((start, end))

    def _close_due(self) -> tuple[Utterance, ...]:
        """Close the utterance that has ended, or grown too long; forget old silence."""
        speech = [index for index, frame in enumerate(self._frames) if frame.speech]
        if not speech:
            self._drop(len(self._frames) - round(_PAD_S / FRAME_S))
            return ()
        wanted = PATIENCE_S if len(speech) * FRAME_S < _LITTLE_S else SILENCE_S
        if (len(self._frames) - 1 - speech[-1]) * FRAME_S >= wanted:
            return self._close(speech[-1] + 1 + round(_PAD_S / FRAME_S))
        if len(self._frames) * FRAME_S >= LONGEST_S:
            return self._close(self._quietest())
        return ()

    def _quietest(self) -> int:
        """Give the frame at which a too long utterance is best cut: amid the longest silence."""
        searched = round(_SEARCHED_S / FRAME_S)
        probabilities = np.array([frame.probability for frame in self._frames])
        smooth = np.convolve(probabilities, np.ones(9) / 9, mode="same")
        tail = smooth[-searched : -round(_PAD_S / FRAME_S)]
        return len(smooth) - searched + int(tail.argmin())

    def _close(self, end: int) -> tuple[Utterance, ...]:
        """Hand out the frames before `end` and keep the rest."""
        spoken = [index for index, frame in enumerate(self._frames[:end]) if frame.speech]
        start_pts = self._time(0)
        kept = self._frames[:end]
        self._drop(end)
        if len(spoken) * FRAME_S < _SHORTEST_S:
            return ()
        samples = np.concatenate([frame.samples for frame in kept])
        return (Utterance(samples, start_pts, start_pts + len(samples) / RATE),)

    def _drop(self, count: int) -> None:
        """Forget the oldest frames."""
        if count > 0:
            del self._frames[:count]
            self._first += count

    def _time(self, index: int) -> float:
        """Give the media time of a kept frame."""
        return (self._origin or 0.0) + (self._first + index) * FRAME_S
