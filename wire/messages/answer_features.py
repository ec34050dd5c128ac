"""What one whole answer amounted to, and whether its sound allows a score."""

from __future__ import annotations

from enum import StrEnum

from wire.messages.fields import Count, Durable, Index, Seconds


class SoundVerdict(StrEnum):
    """Whether an answer's sound can be scored; anything but `good` means "cannot score"."""

    GOOD = "good"
    NO_SPEECH = "no_speech"
    TOO_QUIET = "too_quiet"
    CLIPPED = "clipped"
    NOT_UNDERSTOOD = "not_understood"


class AnswerFeatures(Durable, frozen=True, kw_only=True, tag="answer_features"):
    """Sent after the answer's last utterance."""

    answer: Index
    revision: Count
    start: Seconds
    end: Seconds
    speech_s: Seconds
    words: Count
    verdict: SoundVerdict
