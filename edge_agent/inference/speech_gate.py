"""From the voice activity model's probabilities to speech or silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import VoiceActivity

RATE = 16_000
"""Hertz, everywhere in speech."""
FRAME = 512
"""Samples judged at a time."""
FRAME_S = FRAME / RATE
_OPENS = 0.5
_CLOSES = 0.35


class SpeechGate:
    """Opens when speech is likelier than not, closes when it is clearly not (hysteresis)."""

    def __init__(self) -> None:
        """Begin closed."""
        self.open = False

    def hear(self, probability: float) -> bool:
        """Say whether this frame is speech."""
        self.open = probability >= (_CLOSES if self.open else _OPENS)
        return self.open


def speech_spans(
    samples: NDArray[np.int16], voice: VoiceActivity
) -> tuple[tuple[float, float], ...]:
    """Give the (start, end) seconds of speech in a whole utterance; raises ModelError."""
    voice.reset()
    gate = SpeechGate()
    padded = np.pad(samples, (0, -len(samples) % FRAME))
    frames = padded.reshape(-1, FRAME)
    heard = np.array([gate.hear(voice.probability(frame)) for frame in frames], dtype=np.int8)
    edges = np.flatnonzero(np.diff(heard, prepend=0, append=0)).reshape(-1, 2)
    return tuple((float(start) * FRAME_S, float(end) * FRAME_S) for start, end in edges)
