"""An answer's text beside its question: kept until the answer is over, then compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import ModelError
from edge_agent.features.content import UNTOLD, ContentMeter
from wire.plan import StageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.inference.ports import TextEncoder
    from wire.language import Language
    from wire.messages.answer_features import Content
    from wire.plan import Stage
    from wire.upload import TranscriptWord

_LOG = structlog.get_logger()
Said = tuple["TranscriptWord", ...]
SO_FAR_EVERY_S = 20.0
"""Seconds between two comparisons of an answer that goes on: each takes the recogniser's turn."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer's text that is to be compared with its question."""

    answer: int
    language: Language
    question: str
    said: tuple[Said, ...]
    so_far: float | None = None
    """Media time of the last word, where the answer still goes on."""


class _Resting:
    """A `TextEncoder` that is opened when it is asked: between answers its 35 MB are free."""

    def __init__(self, open_encoder: Callable[[], TextEncoder | None]) -> None:
        self._open = open_encoder
        self._encoder = open_encoder()
        self.is_there = self._encoder is not None

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._awake().questions(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._awake().passages(texts)

    def rest(self) -> None:
        """Let go of it until it is asked again (0.13 s)."""
        self._encoder = None

    def _awake(self) -> TextEncoder:
        if self._encoder is None:
            self._encoder = self._open()
        if self._encoder is None:
            raise ModelError("The text encoder is gone.")
        return self._encoder


class ContentDesk:
    """Compares; each language's meter is opened when it is first wanted.

    It is never worth an answer: whatever the encoder fails at is logged, and nothing is told.
    """

    def __init__(self, open_encoder: Callable[[], TextEncoder | None]) -> None:
        self._open_encoder = open_encoder
        self._encoder: _Resting | None = None
        self._has_looked = False
        self._meters: dict[Language, ContentMeter] = {}

    def prepare(self, language: Language) -> None:
        """Open the meter, where there is an encoder that works."""
        try:
            self._meter(language)
        except ModelError as error:
            self._give_up(error)
        self._rest()

    def measure(self, asked: Comparison) -> Content:
        """Give what can be told: nothing without an encoder, or with one that fails.

        An answer is whole without it, so that its words never wait for this in vain.
        """
        try:
            meter = self._meter(asked.language)
            return UNTOLD if meter is None else meter.measure(asked.question, asked.said)
        except ModelError as error:
            self._give_up(error)
            return UNTOLD
        finally:
            self._rest()

    def _rest(self) -> None:
        if self._encoder is not None:
            self._encoder.rest()

    def _meter(self, language: Language) -> ContentMeter | None:
        if not self._has_looked:
            self._has_looked = True
            encoder = _Resting(self._open_encoder)
            self._encoder = encoder if encoder.is_there else None
        if self._encoder is not None and language not in self._meters:
            self._meters[language] = ContentMeter(self._encoder, language)
        return self._meters.get(language)

    def _give_up(self, error: ModelError) -> None:
        """Compare nothing any more: an encoder that failed once is not trusted again."""
        self._encoder = None
        self._meters.clear()
        _LOG.error("content_given_up", code=error.code, error=str(error))


class Telling:
    """What one answer has told so far, and whether that was compared."""

    def __init__(self, question: str | None, start: float = 0.0) -> None:
        """Without a question there is nothing to compare; the answer begins at `start`."""
        self._question = question
        self._said: list[Said] = []
        self._is_asked = False
        self._looked_at = start
        self.is_told = question is None

    def add(self, words: Said) -> None:
        """Take what the candidate said."""
        self._said.append(words)

    def lose(self) -> None:
        """Take note that a part of the answer is lost: the rest would be judged unfairly."""
        self._question, self.is_told = None, True

    def ask_so_far(self, answer: int, language: Language) -> Comparison | None:
        """Give what was said so far to be compared, where enough is new; changes nothing else."""
        until = self._said[-1][-1].end if self._said and self._said[-1] else 0.0
        if self._question is None or until - self._looked_at < SO_FAR_EVERY_S:
            return None
        self._looked_at = until
        return Comparison(answer, language, self._question, tuple(self._said), until)

    def ask(self, answer: int, language: Language) -> Comparison | None:
        """Give what is to be compared, once; None when there is nothing or it was given."""
        if self._question is None or self._is_asked:
            return None
        self._is_asked = True
        return Comparison(answer, language, self._question, tuple(self._said))


def question_of(stages: Sequence[Stage], stage: int, language: Language) -> str | None:
    """Give a stage's text where it asks something that an answer can be compared with."""
    asked = stages[stage] if stage < len(stages) else None
    if asked is None or asked.kind is not StageKind.QUESTION:
        return None
    return asked.text.of(language)
