"""Silero's voice activity model on ONNX Runtime."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.onnx_runtime import Session
from edge_agent.inference.speech_gate import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_CONTEXT = 64
"""Samples of the frame before, which the model wants in front of each frame."""


class SileroVoiceActivity:
    """A `VoiceActivity`; keeps the model's memory between calls. All share one session."""

    def __init__(self, path: Path) -> None:
        """Load the model; raises ModelError."""
        self._session = _session(path)
        self._rate = np.array(RATE, dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._state = np.zeros((2, 1, 128), dtype=np.float32)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)

    def probability(self, samples: NDArray[np.int16]) -> float:
        """Judge the next 512 samples at 16 kHz (32 ms); raises ModelError."""
        frame = samples.astype(np.float32) / 32768.0
        heard = np.concatenate((self._context, frame))[np.newaxis]
        feed = {"input": heard, "state": self._state, "sr": self._rate}
        output, self._state = self._session.run(None, feed)
        self._context = frame[-_CONTEXT:]
        return float(output[0, 0])


@cache
def _session(path: Path) -> Session:
    """Load a file once: a session takes 9 MB, and keeps nothing from one run to the next."""
    return Session(path)
