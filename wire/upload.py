"""What a kiosk uploads: sealed parts of recordings, sealed transcripts, manifests."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wire.messages.fields import Bytes, Count, Hex32, Index, Seconds, Sha256


class UploadKind(StrEnum):
    """What an upload holds."""

    MEDIA = "media"
    """A part of an answer's recording: the body (nonce and chunks) of an age file."""
    TRANSCRIPT = "transcript"
    """An answer's transcript: likewise, of a `Transcript` in JSON."""
    MANIFEST = "manifest"
    """An answer's signed manifest, in the clear; it holds hashes and times only."""


class UploadMetadata(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Travels as tus `Upload-Metadata`, each field under its own name."""

    upload_kind: UploadKind
    interview_id: Hex32
    answer: Index
    part: Index
    """Parts of an answer's recording count from 0; a transcript's part is its revision."""
    sha256: Sha256
    """Of the bytes uploaded."""
    header: str
    """The age header in Base64; empty for a manifest."""


class Fragment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fsynced fragment of a part: where it lies in the plaintext, and when in the interview."""

    offset: Bytes
    length: Bytes
    start: Seconds
    """Media time in the part, from 0."""
    duration: Seconds


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sealed file of an answer."""

    sha256: Sha256
    """Of header and body together, as the stock age program reads them."""
    bytes: Bytes
    start: Seconds
    """Media time in the interview at which the part begins."""
    duration: Seconds
    truncated: bool
    """The kiosk stopped before it could write the last chunk; the hub adds it."""
    fragments: tuple[Fragment, ...]


class Gap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch that should have been recorded and was not."""

    start: Seconds
    end: Seconds


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answer's recording consists of, signed with the kiosk's certificate key."""

    interview_id: Hex32
    answer: Index
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    frames_recorded: Count
    frames_lost: Count
    policy_hash: Sha256
    model_hashes: tuple[Sha256, ...]


class TranscriptWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word (English) or character (Chinese) with its media time in the interview."""

    text: str
    start: Seconds
    end: Seconds


class Transcript(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was recognised in one answer; never leaves the kiosk but sealed."""

    interview_id: Hex32
    answer: Index
    language: str
    utterances: tuple[tuple[TranscriptWord, ...], ...]
    """As recognised; of a typed answer, as typed."""
    corrected: tuple[str | None, ...] = ()
    """Beside each utterance what the candidate made of it; none where it was left as it is."""
    typed: bool = False
    """Written by the candidate: its times say nothing."""
