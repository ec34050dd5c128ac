"""What one utterance contained, as numbers: words, rate, pauses, fillers, keywords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from edge_agent.features.fillers import fillers
from edge_agent.features.syllables import syllables
from wire.language import Language
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.features.keywords import KeywordSpotter
    from edge_agent.inference.ports import Recognised, Word

PAUSE_S = 0.25
"""A silence between words that long is a pause (Goldman-Eisler 1968)."""
_SHORTEST_S = 1.0
"""Speech from which a rate means something; below it is 0."""
_MOST_HITS = 64
"""As many as a message takes."""
_FASTEST = 10_000.0
"""Per minute, as much as a message takes."""


@dataclass(frozen=True, slots=True)
class UtteranceMeasures:
    """Everything of an utterance that may leave the kiosk; no word of it."""

    start: float
    """Seconds since the interview began."""
    end: float
    words: int
    confidence: float
    rate: float
    """Syllables (English) or characters (Chinese) per minute of speech; 0 when too short."""
    pauses: int
    pause_s: float
    fillers: int
    hits: tuple[KeywordHit, ...]
    speaker: Speaker | UnsetType = UNSET
    """Not told where voices may not be compared."""
    least_confidence: float = 0.0
    """What the recogniser's confidence is to reach; stays on the kiosk."""

    def message(self, stream_id: str, seq: int, answer: int, revision: int) -> UtteranceFeatures:
        """Give the message."""
        return UtteranceFeatures(
            stream_id=stream_id,
            seq=seq,
            answer=answer,
            revision=revision,
            start=self.start,
            end=self.end,
            speaker=self.speaker,
            words=self.words,
            confidence=self.confidence,
            rate=self.rate,
            pauses=self.pauses,
            pause_s=self.pause_s,
            fillers=self.fillers,
            hits=self.hits,
        )


def of_speaker(measures: UtteranceMeasures, speaker: Speaker) -> UtteranceMeasures:
    """Give the measures of an utterance of `speaker`; of another voice nothing is counted."""
    if speaker is not Speaker.OTHER:
        return replace(measures, speaker=speaker)
    return UtteranceMeasures(
        start=measures.start,
        end=measures.end,
        words=0,
        confidence=measures.confidence,
        rate=0.0,
        pauses=0,
        pause_s=0.0,
        fillers=0,
        hits=(),
        speaker=speaker,
    )


def in_media_time(recognised: Recognised, start_pts: float) -> Recognised:
    """Shift words from the utterance's own time to seconds since the interview began."""
    words = tuple(
        replace(word, start=start_pts + word.start, end=start_pts + word.end)
        for word in recognised.words
    )
    return replace(recognised, words=words)


def measure(
    recognised: Recognised, start: float, end: float, language: Language, spotter: KeywordSpotter
) -> UtteranceMeasures:
    """Measure an utterance that lasted [start, end); its words are in media time."""
    words = recognised.words
    pauses = silences(words)
    return UtteranceMeasures(
        start=start,
        end=end,
        words=len(words),
        confidence=recognised.confidence,
        rate=rate(words, sum(pauses), language),
        pauses=len(pauses),
        pause_s=sum(pauses),
        fillers=fillers(words, language),
        hits=spotter.spot(words)[:_MOST_HITS],
        least_confidence=recognised.least_confidence,
    )


def silences(words: Sequence[Word]) -> list[float]:
    """Give the lengths of the pauses between words."""
    gaps = (after.start - before.end for before, after in pairwise(words))
    return [gap for gap in gaps if gap >= PAUSE_S]


def rate(words: Sequence[Word], pause_s: float, language: Language) -> float:
    """Give syllables or characters per minute of speech, pauses left out."""
    spoken_s = words[-1].end - words[0].start - pause_s if words else 0.0
    if spoken_s < _SHORTEST_S:
        return 0.0
    chinese = language is Language.ZH
    said = len(words) if chinese else sum(syllables(word.text) for word in words)
    return min(_FASTEST, 60.0 * said / spoken_s)
