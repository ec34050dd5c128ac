"""Whisper's weights on CTranslate2 (int8): the text of a sound, and the times of a known text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

from edge_agent.errors import ModelError
from edge_agent.inference.mel import HOP, log_mel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from wire.language import Language

PAD_S = 3.0
"""Silence after the utterance; the encoder need not be given 30 s (ten times cheaper)."""
_TIMES_PER_S = 50.0
"""Encoder positions per second."""
_MOST_FRAMES = 3000
"""Frames of 10 ms that the encoder can take."""
_LONGEST = 440
"""Tokens that the decoder can take, with room for its start sequence."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An utterance as the encoder saw it."""

    encoded: Any
    frames: int
    """Frames of 10 ms without the padding."""

    @property
    def duration(self) -> float:
        """Seconds, without the padding."""
        return self.frames / 100.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The surest text, and the mean log probability of its tokens."""

    text: str
    mean_log_probability: float
    no_speech: float
    """0..1, how likely the model thinks that nobody spoke."""


@dataclass(frozen=True, slots=True)
class Whisper:
    """The model and its tokenizer."""

    model: Any
    tokenizer: Any

    @classmethod
    def load(cls, folder: Path, tokenizer: Path, threads: int = 1) -> Whisper:
        """Load from a CTranslate2 model folder; raises ModelError."""
        try:
            model = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
            return cls(model, Tokenizer.from_buffer(tokenizer.read_bytes()))
        except (OSError, RuntimeError, ValueError) as error:
            line = str(error).partition("\n")[0][:200].rstrip(".")
            raise ModelError(f"Whisper cannot be loaded: {line}.") from error

    def hear(self, samples: NDArray[np.int16]) -> Sound:
        """Run the encoder; raises ModelError."""
        features = np.ascontiguousarray(log_mel(samples, PAD_S)[np.newaxis, :, :_MOST_FRAMES])
        try:
            encoded = self.model.encode(ctranslate2.StorageView.from_array(features))
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"Whisper refused the sound: {error}.") from error
        return Sound(encoded, len(samples) // HOP)

    def write(
        self, sound: Sound, language: Language, prompt: str, most_tokens: int, beams: int
    ) -> tuple[Hypothesis, ...]:
        """Give so many texts, the surest first; raises ModelError."""
        start = [*self._prompt(prompt), *self._start(language), self._id("<|notimestamps|>")]
        try:
            (found,) = self.model.generate(
                sound.encoded,
                [start],
                beam_size=beams,
                num_hypotheses=beams,
                max_length=min(most_tokens + len(start), _LONGEST),
                return_scores=True,
                return_no_speech_prob=True,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"Whisper gave no text: {error}.") from error
        return tuple(
            Hypothesis(self._text(numbers), score, found.no_speech_prob)
            for numbers, score in zip(found.sequences_ids, found.scores, strict=True)
        )

    def language_share(self, sound: Sound, language: Language) -> float:
        """Give how likely `language` is beside it or the likeliest other, 0..1."""
        try:
            (found,) = self.model.detect_language(sound.encoded)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"Whisper named no language: {error}.") from error
        likely = dict(found)
        own = float(likely.pop(f"<|{language.value}|>"))
        other = float(max(likely.values()))
        return own / (own + other)

    def align(
        self, sound: Sound, language: Language, pieces: Sequence[str]
    ) -> list[tuple[float, float]]:
        """Give (start, end) in seconds for each piece of the text that was spoken.

        A piece carries its own leading space where the language writes one. Raises ModelError.
        """
        tokens = [self.tokenizer.encode(piece, add_special_tokens=False).ids for piece in pieces]
        starts = self._token_starts(sound, language, [token for ids in tokens for token in ids])
        edges = accumulate((len(ids) for ids in tokens), initial=0)
        return [(float(starts[first]), float(starts[after])) for first, after in pairwise(edges)]

    def _token_starts(
        self, sound: Sound, language: Language, tokens: list[int]
    ) -> NDArray[np.float64]:
        """Give each token's start, and the end of the last."""
        if not tokens or not sound.frames or len(tokens) > _LONGEST:
            return np.linspace(0.0, sound.duration, len(tokens) + 1)
        try:
            (found,) = self.model.align(
                sound.encoded, self._start(language), [tokens], [sound.frames]
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"Whisper gave no times: {error}.") from error
        if not found.alignments:
            return np.linspace(0.0, sound.duration, len(tokens) + 1)
        text, time = np.array(found.alignments, dtype=np.float64).T
        starts: NDArray[np.float64] = time[np.diff(text, prepend=-1) > 0] / _TIMES_PER_S
        return starts

    def _text(self, numbers: list[int]) -> str:
        return str(self.tokenizer.decode(numbers, skip_special_tokens=True)).strip()

    def _start(self, language: Language) -> list[int]:
        """Give the tokens that ask for a transcript in `language`."""
        names = ("<|startoftranscript|>", f"<|{language.value}|>", "<|transcribe|>")
        return [self._id(name) for name in names]

    def _prompt(self, text: str) -> list[int]:
        """Give the tokens that stand for what was said before."""
        if not text:
            return []
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return [self._id("<|startofprev|>"), *ids]

    def _id(self, token: str) -> int:
        """Give a special token's number."""
        number: int | None = self.tokenizer.token_to_id(token)
        if number is None:
            raise ModelError(f"Whisper's tokenizer has no {token}.")
        return number
