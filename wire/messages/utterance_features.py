"""What one recognised utterance contained, without a word of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.messages.fields import Count, Durable, Index, PerMinute, Seconds, Share


class Speaker(StrEnum):
    """Whose voice an utterance is."""

    CANDIDATE = "candidate"
    OTHER = "other"
    """Another voice in the room: flagged, and none of it counted."""
    CANNOT_TELL = "cannot_tell"
    """Too short or too noisy to tell; counted, for most is the candidate's."""


class KeywordHit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A keyword of the plan's list was said."""

    keyword: Index
    start: Seconds
    end: Seconds


class UtteranceFeatures(Durable, frozen=True, kw_only=True, tag="utterance_features"):
    """Features of the final text of one stretch of speech."""

    answer: Index
    revision: Count
    """0 as recognised; a correction sends the next."""
    start: Seconds
    end: Seconds
    speaker: Speaker | msgspec.UnsetType = msgspec.UNSET
    """No field where the profile forbids to compare voices."""
    words: Count
    """Words in English, characters in Chinese."""
    confidence: Share
    rate: PerMinute
    """Syllables (English) or characters (Chinese) per minute of speech, pauses left out."""
    pauses: Count
    """Silences of at least 0.25 s between words of the utterance."""
    pause_s: Seconds
    fillers: Count
    hits: Annotated[tuple[KeywordHit, ...], Meta(max_length=64)]
