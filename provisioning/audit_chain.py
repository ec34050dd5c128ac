"""Checks an audit log as docs/audit.md describes it; shares no code with the hub that wrote it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = Mapping[str, str | int]

_NOTHING_BEFORE = "0" * 64
_ENTRY = ("seq", "at", "actor", "action", "subject", "detail", "previous")
_RECEIPT = ("seq", "at", "entry", "entry_hash", "what", "subject", "digest", "previous")


class Known(NamedTuple):
    """What a checkpoint or a receipt says an entry's hash was."""

    seq: int
    hash: str
    by: str


class Finding(NamedTuple):
    """Where the log stops being what was written."""

    first: int
    """The bad entry is this one or a later one,"""
    last: int
    """and this one or an earlier one."""
    why: str


def hash_of(label: str, fields: Sequence[str], row: Row) -> str:
    """Give the SHA-256 of the netstrings of a label and of a row's fields."""
    digest = hashlib.sha256()
    for text in (label, *(str(row[field]) for field in fields)):
        data = text.encode()
        digest.update(f"{len(data)}:".encode() + data + b",")
    return digest.hexdigest()


def bad_receipt(receipts: Sequence[Row], known: Iterable[Known]) -> Finding | None:
    """Find the first of the keeper's receipts that is not as it was written."""
    before = _NOTHING_BEFORE
    for number, row in enumerate(receipts, 1):
        right = hash_of("interview-hub keeper receipt 1", _RECEIPT, row)
        if (row["seq"], row["previous"], row["hash"]) != (number, before, right):
            return Finding(number, number, "this receipt of the keeper was altered")
        before = right
    hashes = [str(row["hash"]) for row in receipts]
    for one in sorted(known):
        if hashes[one.seq - 1 : one.seq] != [one.hash]:
            return Finding(one.seq, one.seq, f"this receipt is not the one that {one.by} names")
    return None


def bad_entry(entries: Sequence[Row], known: Iterable[Known], *, whole: bool) -> Finding | None:
    """Find the first entry that is not as it was written; `known` is what others remember of it.

    Of a log that is not `whole`, what lies outside of it is not looked for.
    """
    broken = _broken_link(entries, whole=whole)
    hashes = {int(row["seq"]): row["hash"] for row in entries}
    good = 0
    for one in sorted(known):
        inside = bool(entries) and int(entries[0]["seq"]) <= one.seq <= int(entries[-1]["seq"])
        if broken is not None and one.seq >= broken.last:
            return broken
        if (whole or inside) and hashes.get(one.seq) != one.hash:
            return Finding(good + 1, one.seq, f"not what {one.by} remembers")
        good = one.seq
    return broken


def _broken_link(entries: Sequence[Row], *, whole: bool) -> Finding | None:
    seq = 0
    before = _NOTHING_BEFORE if whole or not entries else str(entries[0]["previous"])
    for row in entries:
        number = int(row["seq"])
        if number <= seq:
            return Finding(number, number, f"it stands behind entry {seq}")
        if row["hash"] != hash_of("interview-hub audit entry 1", _ENTRY, row):
            return Finding(number, number, "its content is not what its hash is of")
        if row["previous"] != before:
            return Finding(seq, number, f"entry {number} does not follow entry {seq}")
        seq, before = number, str(row["hash"])
    return None
