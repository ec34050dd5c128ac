"""What one whole answer amounted to, and whether what was captured of it allows a score."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.messages.fields import Count, Durable, Index, Seconds


class SoundVerdict(StrEnum):
    """Whether an answer's sound can be scored; anything but `good` means "cannot score"."""

    GOOD = "good"
    NO_SPEECH = "no_speech"
    TOO_QUIET = "too_quiet"
    CLIPPED = "clipped"
    NOISY = "noisy"
    NOT_UNDERSTOOD = "not_understood"
    OTHER_VOICE = "other_voice"
    """Too much of the speech was another voice than the one taken for the candidate's."""


class PictureVerdict(StrEnum):
    """Whether an answer's picture can serve; a bad one never touches what was said."""

    GOOD = "good"
    NOT_SEEN = "not_seen"
    """There were no pictures, or too few to say anything."""
    FROZEN = "frozen"
    DARK = "dark"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    BADLY_FRAMED = "badly_framed"
    OUT_OF_SYNC = "out_of_sync"


class Topicality(StrEnum):
    """Whether an answer is about its question; told from another question's answer it is not."""

    ON_TOPIC = "on_topic"
    OFF_TOPIC = "off_topic"
    CANNOT_TELL = "cannot_tell"


class Coherent(StrEnum):
    """Whether each sentence of an answer follows the one before."""

    COHERENT = "coherent"
    INCOHERENT = "incoherent"
    CANNOT_TELL = "cannot_tell"


Deviations = Annotated[float, Meta(ge=-100.0, le=100.0)]
"""Standard deviations of the background bank's similarities above their mean."""


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the answer's text is like beside its question and in itself, without a word of it."""

    topic: Topicality
    topic_similarity: Deviations | None
    """Answer to question; none when the verdict is `cannot_tell`."""
    coherence: Coherent
    sentence_similarity: Deviations | None
    """Mean from sentence to sentence; none when the verdict is `cannot_tell`."""


class AnswerFeatures(Durable, frozen=True, kw_only=True, tag="answer_features"):
    """Sent after the answer's last utterance."""

    answer: Index
    revision: Count
    start: Seconds
    end: Seconds
    speech_s: Seconds
    words: Count
    other_speech_s: Seconds | msgspec.UnsetType = msgspec.UNSET
    """Speech of another voice in the room; not counted. No field where the profile forbids to
    compare voices."""
    verdict: SoundVerdict
    picture: PictureVerdict
    content: Content
