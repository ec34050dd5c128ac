"""Verifying the log on the hub, and leaving a checkpoint of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from hub.errors import KeeperError
from hub.people import audit, audit_checkpoints, audit_log
from hub.people.audit_check import BEGINNING, Pin, Verdict, check, check_book
from hub.people.audit_checkpoints import Checkpoint
from hub.people.errors import AlteredLogError
from hub.storage.chain import ORIGIN
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from hub.keeper.port import ReceiptBook
    from hub.people.site_key import SiteKey
    from hub.storage.chain import Opened

VERIFIED, ALTERED = "verify_audit", "audit_altered"
"""Actions of the entries that a verification writes: what it found is in the detail."""


class State(NamedTuple):
    """What a verification found."""

    verdict: Verdict
    checkpoints: int
    receipts: int

    def raise_if_altered(self) -> None:
        """Raise AlteredLogError naming the first bad entry."""
        fault = self.verdict.fault
        if fault is not None:
            raise AlteredLogError(f"{place_of(fault.first, fault.seq)}: {fault.why}.")


class LastCheck(NamedTuple):
    """What the newest verification wrote down."""

    at: datetime
    is_good: bool
    detail: str
    """Number of the last good entry, or what is wrong."""


def place_of(first: int, seq: int) -> str:
    """Name the entry, or the stretch in which it is."""
    return f"entry {seq}" if first == seq else f"an entry from {first} to {seq}"


def verify(
    engine: Engine,
    keeper: ReceiptBook,
    checkpoints: Sequence[Checkpoint],
    extra: Iterable[Pin] = (),
) -> State:
    """Compare the log with itself, the checkpoints, and what the keeper opened.

    Raises AlteredLogError for the keeper's own list, KeeperError, StorageError.
    """
    receipts = list(audit_log.book(keeper))
    heads = {one.receipts: one.receipts_hash for one in checkpoints if one.receipts}
    bad = check_book(receipts, heads)
    if bad is not None:
        raise AlteredLogError(f"The keeper's receipt {bad.seq} {bad.why}.")
    pins = [*(one.pin() for one in checkpoints), *(pin_of(one) for one in receipts), *extra]
    verdict = check(audit_log.stored(engine), [pin for pin in pins if pin.hash])
    return State(verdict, len(checkpoints), len(receipts))


def pin_of(receipt: Opened) -> Pin:
    """Give what the keeper remembers of an entry; nothing for the list's beginning."""
    return Pin(receipt.entry, receipt.entry_hash, f"the keeper's receipt {receipt.seq}")


def hash_at(engine: Engine, seq: int) -> str:
    """Give the hash of an entry as it lies there; empty when there is none."""
    with reading(engine) as session:
        row = session.get(AuditEntry, seq)
    return row.hash if row else ""


def note(engine: Engine, actor: str, state: State) -> None:
    """Write down what a verification found."""
    fault = state.verdict.fault
    detail = str(state.verdict.upto.seq)
    if fault is not None:
        detail = f"{place_of(fault.first, fault.seq)}: {fault.why}"
    with writing(engine) as session:
        audit.record(session, actor, ALTERED if fault else VERIFIED, "", detail)


def last_check(engine: Engine) -> LastCheck | None:
    """Give the newest verification; none: there was none."""
    wanted = select(AuditEntry).where(AuditEntry.action.in_([VERIFIED, ALTERED]))
    with reading(engine) as session:
        row = session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(1)).one_or_none()
    return LastCheck(row.at, row.action == VERIFIED, row.detail) if row else None


def checkpoint(
    engine: Engine, keeper: ReceiptBook, key: SiteKey, since: Checkpoint | None
) -> Checkpoint:
    """Make a checkpoint of the newest entry, once what came after the last one was verified.

    Raises AlteredLogError.
    """
    start = BEGINNING
    if since is not None:
        start = start._replace(seq=since.seq, hash=since.hash)
        _check_kept(engine, since)
    verdict = check(audit_log.stored(engine, AuditEntry.id > start.seq), [], start)
    State(verdict, 0, 0).raise_if_altered()
    count, head = _book_head(keeper, since)
    return Checkpoint(
        seq=verdict.upto.seq,
        hash=verdict.upto.hash,
        at=datetime.now(UTC),
        receipts=count,
        receipts_hash=head,
        certificate=audit_checkpoints.pem(key.certificate),
    )


def _check_kept(engine: Engine, since: Checkpoint) -> None:
    with reading(engine) as session:
        row = session.get(AuditEntry, since.seq)
    if row is None or row.hash != since.hash:
        raise AlteredLogError(f"Entry {since.seq} is not the one of its checkpoint.")


def _book_head(keeper: ReceiptBook, since: Checkpoint | None) -> tuple[int, str]:
    """Give number and hash of the newest receipt; a keeper that is away holds nothing up."""
    count, head = (since.receipts, since.receipts_hash) if since else (0, ORIGIN)
    try:
        while batch := keeper.receipts(count):
            count, head = batch[-1].seq, batch[-1].hash
    except KeeperError:
        return 0, ""
    return count, head
