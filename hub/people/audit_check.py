"""Whether a log is the one that was written: pure, over entries, checkpoints and receipts."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from hub.storage.chain import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hub.storage.chain import Linked, Opened


class Stored(NamedTuple):
    """An entry as it lies there."""

    link: Linked
    hash: str


class Point(NamedTuple):
    """A place in the chain."""

    seq: int
    hash: str
    at: datetime | None


class Pin(NamedTuple):
    """What somebody else remembers of an entry."""

    seq: int
    hash: str
    source: str


class Fault(NamedTuple):
    """The first entry that is not as it was written."""

    first: int
    """The fault is in this entry or after it,"""
    seq: int
    """and in this one or before it."""
    why: str


class Verdict(NamedTuple):
    """How far a log holds."""

    upto: Point
    """The last entry that is good, with all before it."""
    fault: Fault | None


BEGINNING = Point(0, ORIGIN, None)


def check(entries: Iterable[Stored], pins: Iterable[Pin], since: Point = BEGINNING) -> Verdict:
    """Walk the entries after `since` in their order, and stop at the first that does not fit."""
    waiting = deque(sorted(pin for pin in pins if pin.seq > since.seq))
    before = last = pinned = since
    for entry in entries:
        fault = _link_fault(entry, last) or _pin_fault(entry, pinned.seq, waiting)
        if fault is not None:
            good = [point for point in (last, before, pinned) if point.seq < fault.first]
            return Verdict(good[0] if good else since, fault)
        before, last = last, Point(entry.link.seq, entry.hash, entry.link.at)
        while waiting and waiting[0].seq == last.seq:
            waiting.popleft()
            pinned = last
    if waiting:
        pin = waiting[0]
        return Verdict(last, Fault(last.seq + 1, pin.seq, f"missing: {pin.source} knows it"))
    return Verdict(last, None)


def _link_fault(entry: Stored, last: Point) -> Fault | None:
    seq = entry.link.seq
    if seq <= last.seq:
        return Fault(seq, seq, f"stands after entry {last.seq}")
    if entry.hash != entry.link.hash():
        return Fault(seq, seq, "its hash is another than its content's")
    if entry.link.previous != last.hash:
        return Fault(last.seq, seq, f"entry {seq} does not follow entry {last.seq}")
    return None


def _pin_fault(entry: Stored, pinned: int, waiting: deque[Pin]) -> Fault | None:
    seq = entry.link.seq
    for pin in waiting:
        if pin.seq > seq:
            return None
        if pin.seq < seq:
            return Fault(pinned + 1, pin.seq, f"missing: {pin.source} knows it")
        if pin.hash != entry.hash:
            return Fault(pinned + 1, seq, f"{pin.source} knows another")
    return None


class BookFault(NamedTuple):
    """The first receipt that is not as the keeper wrote it."""

    seq: int
    why: str


def check_book(receipts: Iterable[Opened], heads: dict[int, str]) -> BookFault | None:
    """Walk the keeper's receipts; `heads` are the hashes that checkpoints remember, by number."""
    last, previous = 0, ORIGIN
    for one in receipts:
        if (one.seq, one.previous) != (last + 1, previous):
            return BookFault(one.seq, f"does not follow receipt {last}")
        if one.hash != one.link() or heads.get(one.seq, one.hash) != one.hash:
            return BookFault(one.seq, "is not the one that was written")
        last, previous = one.seq, one.hash
    beyond = min((seq for seq in heads if seq > last), default=None)
    return BookFault(beyond, "missing: a checkpoint knows it") if beyond else None
