"""A voice activity model that calls every loud frame speech, and a recogniser of known words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import Recognised, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOUD = 1000
"""Magnitude from which a frame counts as speech."""


class LoudnessVoice:
    """A `VoiceActivity` whose answers a test can foresee."""

    def probability(self, samples: NDArray[np.int16]) -> float:
        """Say 0.9 for a loud frame, else 0.1."""
        assert samples.shape == (512,), samples.shape
        return 0.9 if int(np.abs(samples.astype(np.int32)).max()) >= LOUD else 0.1

    def reset(self) -> None:
        """Forget nothing: every frame is judged by itself."""


@dataclass
class ScriptedRecogniser:
    """A `SpeechRecognizer` that says the same words to whatever it hears, and counts."""

    words: tuple[Word, ...]
    heard: list[int] = field(default_factory=list)
    previewed: list[int] = field(default_factory=list)

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Give the scripted words."""
        self.heard.append(len(samples))
        return Recognised(self.words, 0.8)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the scripted words' texts."""
        self.previewed.append(len(samples))
        return tuple(word.text for word in self.words)
