"""The transcript of one answer; it leaves a kiosk sealed, beside the recording, and no other way."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.errors import MessageError
from wire.language import Language
from wire.messages.fields import Hex32, Index, Seconds, Share

MAX_BYTES = 4 * 1024 * 1024


class SpokenWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word (English) or character (Chinese) with its punctuation, in media time."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    start: Seconds
    end: Seconds


class SpokenUtterance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stretch of speech as recognised."""

    start: Seconds
    end: Seconds
    confidence: Share
    words: tuple[SpokenWord, ...]


class Transcript(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was understood of one answer, in the order of time."""

    interview_id: Hex32
    answer: Index
    language: Language
    start: Seconds
    end: Seconds
    heard_from: Seconds
    """Media time from which speech was recognised; later than `start` after a restart."""
    utterances: tuple[SpokenUtterance, ...]

    @property
    def text(self) -> str:
        """Give the words as a person reads them."""
        gap = "" if self.language is Language.ZH else " "
        return gap.join(word.text for said in self.utterances for word in said.words)


def encode(transcript: Transcript) -> bytes:
    """Write a transcript as JSON."""
    return msgspec.json.encode(transcript)


def decode(payload: bytes) -> Transcript:
    """Read a transcript; raises MessageError on anything else."""
    if len(payload) > MAX_BYTES:
        raise MessageError(f"{len(payload)} bytes, {MAX_BYTES} allowed.")
    try:
        return msgspec.json.decode(payload, type=Transcript)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MessageError(f"transcript: {error}.") from error
