"""Speech by Vosk, from a model folder that a technician installed."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import vosk

from edge_agent.errors import OwnModelError
from edge_agent.inference.models import verify_own
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Recognised, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from wire.language import Language

_RATE = 16_000


class Vosk:
    """A `SpeechRecognizer`; its confidence is the mean of Vosk's own over the words."""

    def __init__(self, folder: Path, language: Language) -> None:
        """Load the model; raises OwnModelError when the folder does not hold one."""
        verify_own(folder)
        vosk.SetLogLevel(-1)
        try:
            self._model: Any = vosk.Model(model_path=str(folder))
        except Exception as error:  # the library has no narrower class
            raise OwnModelError(f"{folder} holds no Vosk model that loads.") from error
        self._language = language
        self._open: Any = None
        self._heard = np.zeros(0, dtype=np.int16)

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        recogniser = vosk.KaldiRecognizer(self._model, _RATE)
        recogniser.SetWords(True)  # noqa: FBT003 - the library's own signature
        recogniser.AcceptWaveform(samples.astype("<i2").tobytes())
        found = json.loads(recogniser.FinalResult()).get("result", [])
        sure = [min(1.0, max(0.0, word["conf"])) for word in found]
        words = tuple(word for entry in found for word in self._words(entry))
        return Recognised(words, sum(sure) / len(sure) if sure else 0.0)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the words so far; of an utterance that grew only the new samples are decoded."""
        known = len(self._heard)
        if self._open is None or not np.array_equal(self._heard, samples[:known]):
            self._open, known = vosk.KaldiRecognizer(self._model, _RATE), 0
        self._heard = samples
        self._open.AcceptWaveform(samples[known:].astype("<i2").tobytes())
        text = json.loads(self._open.PartialResult()).get("partial", "")
        return tuple(pieces(text, self._language))

    def _words(self, entry: dict[str, Any]) -> Iterator[Word]:
        """Yield an entry of Vosk's as our words; a Chinese one is cut into its characters."""
        parts = pieces(entry["word"], self._language)
        edges = np.linspace(entry["start"], entry["end"], len(parts) + 1).tolist()
        for part, (start, end) in zip(parts, pairwise(edges), strict=True):
            yield Word(part, start, end)
