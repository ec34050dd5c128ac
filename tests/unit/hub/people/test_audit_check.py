"""Edits of the log at random: both verifiers find each one; ten thousand in tests/integration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hub.people.audit_check import Pin, check, check_book
from hub.storage.chain import ORIGIN, Opened, instant
from provisioning import audit_chain
from tests.fakes.audit_edits import (
    AT,
    COUNT,
    KNOWN,
    LOG,
    PINNED,
    PINS,
    WAYS,
    Edit,
    assert_found,
    exported,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def test_a_log_that_nobody_touched_is_good() -> None:
    verdict = check(LOG, PINS)
    assert verdict.fault is None
    assert (verdict.upto.seq, verdict.upto.hash) == (COUNT, LOG[-1].hash)
    assert audit_chain.bad_entry(exported(LOG), KNOWN, whole=True) is None


@pytest.mark.parametrize("way", WAYS)
def test_random_edits_are_found_at_their_place_by_both_verifiers(
    way: Callable[[random.Random], Edit],
) -> None:
    assert_found(way, 40)


def test_the_end_cut_off_after_the_last_checkpoint_is_what_no_verifier_can_see() -> None:
    assert check(LOG[: PINNED[-1]], PINS).fault is None
    assert check(LOG[: PINNED[-1]], [*PINS, Pin(COUNT, LOG[-1].hash, "a receipt")]).fault


def test_a_stretch_is_checked_from_where_the_last_check_ended() -> None:
    start = check(LOG[:30], []).upto
    assert check(LOG[30:], [], start).fault is None
    assert check(LOG[31:], [], start).fault is not None


def test_a_part_of_a_log_is_checked_without_what_lies_outside() -> None:
    part = exported(LOG[10:30])
    assert audit_chain.bad_entry(part, KNOWN, whole=False) is None
    assert audit_chain.bad_entry(part, KNOWN, whole=True) is not None


def book() -> list[Opened]:
    made: list[Opened] = []
    previous = ORIGIN
    for seq in range(1, 9):
        one = Opened(
            seq, AT, seq * 3, f"{seq:064x}", "open_recording", "a" * 32, "b" * 64, previous, ""
        )
        made.append(replace(one, hash=one.link()))
        previous = made[-1].hash
    return made


def receipt_rows(receipts: list[Opened]) -> list[dict[str, str | int]]:
    return [
        {
            "seq": one.seq,
            "at": instant(one.at),
            "entry": one.entry,
            "entry_hash": one.entry_hash,
            "what": one.what,
            "subject": one.subject,
            "digest": one.digest,
            "previous": one.previous,
            "hash": one.hash,
        }
        for one in receipts
    ]


@pytest.mark.parametrize("place", range(8))
def test_a_receipt_that_was_altered_or_removed_is_found(place: int) -> None:
    receipts = book()
    heads = {8: receipts[-1].hash}
    known = [audit_chain.Known(8, receipts[-1].hash, "checkpoint 1")]
    assert check_book(receipts, heads) is None
    assert audit_chain.bad_receipt(receipt_rows(receipts), known) is None
    changed = [*receipts[:place], replace(receipts[place], entry=1), *receipts[place + 1 :]]
    removed = [*receipts[:place], *receipts[place + 1 :]]
    for edited in (changed, removed):
        bad = check_book(edited, heads)
        assert bad is not None
        assert bad.seq >= place + 1
        finding = audit_chain.bad_receipt(receipt_rows(edited), known)
        assert finding is not None
