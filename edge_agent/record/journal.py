"""A part's journal: one line for each fact that is on the disk; what it does not say is not there.

A line is the CRC-32 of its text in hex, a space, and the text (JSON). Reading stops at the first
line that is torn: any prefix of a journal is a journal.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from wire.messages.fields import Bytes, Count, Hex32, Index, Seconds, Sha256

if TYPE_CHECKING:
    from collections.abc import Iterator


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """One line."""


class PartBegan(Entry, frozen=True, kw_only=True):
    """The header is on the disk, and the body's nonce."""

    interview_id: Hex32
    answer: Index
    part: Index
    start: Seconds
    """Media time in the interview."""
    policy_hash: Sha256
    model_hashes: tuple[Sha256, ...]


class FragmentWritten(Entry, frozen=True, kw_only=True):
    """The sealed chunks of plaintext [offset, offset + length) are on the disk."""

    offset: Bytes
    length: Bytes
    start: Seconds
    """Media time in the part."""
    duration: Seconds
    crc: int
    """CRC-32 of the sealed chunks."""
    frames_recorded: Count
    """Pictures of the camera that were encoded when the fragment was written."""
    frames_lost: Count


class GapNoted(Entry, frozen=True, kw_only=True):
    """A stretch of the interview's media time in which picture or sound did not come."""

    start: Seconds
    end: Seconds


class PartEnded(Entry, frozen=True, kw_only=True):
    """The part is closed; nothing is appended to its body any more."""

    sha256: Sha256
    """Of header and body."""
    body_sha256: Sha256
    bytes: Bytes
    """Of header and body."""
    truncated: bool
    frames_recorded: Count
    frames_lost: Count


AnyEntry = PartBegan | FragmentWritten | GapNoted | PartEnded

_ENTRIES: msgspec.json.Decoder[AnyEntry] = msgspec.json.Decoder(AnyEntry)


def encode_line(entry: AnyEntry) -> bytes:
    """Write one line."""
    text = msgspec.json.encode(entry)
    return b"%08x %s\n" % (zlib.crc32(text), text)


def decode_lines(content: bytes) -> Iterator[AnyEntry]:
    """Yield the entries up to the first line that is not whole."""
    for line in content.splitlines(keepends=True):
        crc, _, text = line.rstrip(b"\n").partition(b" ")
        if not line.endswith(b"\n") or crc != b"%08x" % zlib.crc32(text):
            return
        try:
            yield _ENTRIES.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
