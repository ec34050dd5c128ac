"""English speech by Moonshine (tiny, int8) on ONNX Runtime; word times by `word_times`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from edge_agent.errors import ModelError
from edge_agent.inference.moonshine_tokens import read_tokens, text_of
from edge_agent.inference.onnx_runtime import Session
from edge_agent.inference.pieces import pieces, without_loops
from edge_agent.inference.ports import Recognised
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.word_times import WordTimer

_RATE = 16_000
_BEGIN, _END = 1, 2
_HEADS, _HEAD_WIDTH = 8, 36
_SHORTEST = _RATE // 2
"""Samples; the encoder's convolutions want some, silence is appended."""
_TOKENS_PER_S = 12
"""Nobody speaks faster (an auctioneer's 400 words a minute are 9); what runs on is a loop."""


class Moonshine:
    """A `SpeechRecognizer`; its confidence is the geometric mean of its tokens' probabilities.

    It is lowered by the share of the text that was a loop, and where another language is heard.
    """

    def __init__(self, encoder: Path, decoder: Path, tokenizer: Path, timer: WordTimer) -> None:
        """Load the three files; raises ModelError."""
        self._encoder = Session(encoder)
        self._decoder = Session(decoder)
        try:
            self._tokens = read_tokens(tokenizer.read_bytes())
        except OSError as error:
            raise ModelError(f"{tokenizer.name} cannot be read: {error.strerror}.") from error
        self._timer = timer

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        text, confidence = self._write(samples)
        words, kept = without_loops(pieces(text, Language.EN), Language.EN, len(samples) / _RATE)
        if not words:
            return Recognised((), 0.0)
        sound = self._timer.hear(samples)
        sure = confidence * kept * self._timer.believes(sound)
        return Recognised(self._timer.time(words, sound), sure)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the words so far; raises ModelError."""
        text, _ = self._write(samples)
        words, _ = without_loops(pieces(text, Language.EN), Language.EN, len(samples) / _RATE)
        return tuple(words)

    def _write(self, samples: NDArray[np.int16]) -> tuple[str, float]:
        """Give the likeliest text and how sure it is."""
        sound = samples.astype(np.float32) / 32768.0
        sound = np.pad(sound, (0, max(0, _SHORTEST - len(sound))))[np.newaxis]
        mask = np.ones(sound.shape, dtype=np.int64)
        (state,) = self._encoder.run(None, {"input_values": sound, "attention_mask": mask})
        most = 4 + math.ceil(len(samples) / _RATE * _TOKENS_PER_S)
        numbers, confidence = self._decode(state, mask, most)
        return text_of(numbers, self._tokens), confidence

    def _decode(
        self, state: NDArray[np.float32], mask: NDArray[np.int64], most: int
    ) -> tuple[list[int], float]:
        """Take the likeliest token again and again, `most` times at most."""
        step = _Step(self._decoder, state, mask)
        numbers: list[int] = []
        log_probabilities: list[float] = []
        number = _BEGIN
        while len(numbers) < most:
            number, log_probability = step.next(number)
            log_probabilities.append(log_probability)
            if number == _END:
                break
            numbers.append(number)
        return numbers, math.exp(sum(log_probabilities) / len(log_probabilities))


class _Step:
    """The decoder with what it remembers of one utterance.

    The merged graph has two branches: the first token fills the memory of the encoder's states,
    later ones read it (`use_cache_branch`) and lengthen that of the tokens. Its mask is that of
    the samples, not of the encoder's frames.
    """

    def __init__(
        self, decoder: Session, state: NDArray[np.float32], mask: NDArray[np.int64]
    ) -> None:
        """Begin an utterance."""
        self._decoder = decoder
        empty = np.zeros((1, _HEADS, 0, _HEAD_WIDTH), dtype=np.float32)
        self._feed: dict[str, Any] = {
            name: empty for name in decoder.inputs if name.startswith("past_key_values.")
        }
        self._feed["encoder_hidden_states"] = state
        self._feed["encoder_attention_mask"] = mask
        self._begun = False

    def next(self, number: int) -> tuple[int, float]:
        """Give the token likeliest to follow `number` and its log probability."""
        self._feed["input_ids"] = np.array([[number]], dtype=np.int64)
        self._feed["use_cache_branch"] = np.array([self._begun])
        found = dict(zip(self._decoder.outputs, self._decoder.run(None, self._feed), strict=True))
        self._remember(found)
        logits = found["logits"][0, -1].astype(np.float64)
        best = int(logits.argmax())
        return best, float(-np.log(np.exp(logits - logits[best]).sum()))

    def _remember(self, found: dict[str, Any]) -> None:
        """Keep what the next step reads; the encoder's part comes out of the first step only."""
        for name, value in found.items():
            if name.startswith("present.") and (".decoder." in name or not self._begun):
                self._feed[name.replace("present.", "past_key_values.")] = value
        self._begun = True
