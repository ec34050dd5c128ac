"""Deletes everything of an interview that is marked as withdrawn, and signs what was deleted.

Keys first, then bodies, then rows and receipt in one transaction: cut off anywhere, it is done
again from the start. Whatever table refers to an interview loses its rows, unless it is in KEPT.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select

from hub.live import viewings
from hub.people import audit
from hub.storage.database import reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.consent import Consent
from hub.storage.tables.header import Header
from hub.storage.tables.interview import Interview
from hub.storage.tables.recording import Recording
from hub.storage.tables.stream import Stream
from hub.storage.tables.upload import Upload
from hub.storage.tables.viewing import Ending
from hub.storage.tables.withdrawal import Withdrawal
from hub.workflow.retention import backups_until
from wire import receipt_file
from wire.receipt import AskedBy, Deleted, DeletionReceipt, Place
from wire.topics import HUB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Engine, Table
    from sqlalchemy.orm import Session

    from hub.people.site_key import SiteKey
    from hub.recordings.store import Store
    from hub.settings_candidates import RetentionSettings

SYSTEM = "system"
KEPT = frozenset(
    kind.__tablename__ for kind in (Interview, Stream, Consent, Assignment, Withdrawal)
)
"""What stays: that there was an interview, what was agreed to, who was in charge, the mark."""
KEPT_KINDS = ("audit_entry", *sorted(KEPT))
BODY, HEADER = "recording_body", "wrapped_key"


def _nobody(_kiosk_id: str, _viewing_id: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Eraser:
    """Everything that a deletion touches."""

    engine: Engine
    headers: Engine
    store: Store
    key: SiteKey
    retention: RetentionSettings
    hang_up: Callable[[str, str], None] = _nobody
    """Ends a viewing at a kiosk: its name, the viewing's. Without it the kiosk is told as soon as
    it says what it shows."""

    def erase(self, interview_id: str) -> None:
        """Delete one marked interview; nothing happens when that was done.

        Raises StorageError, StoreError; then it is to be tried again.
        """
        with reading(self.engine) as session:
            row = session.get(Withdrawal, interview_id)
            if row is None or row.deleted_at is not None:
                return
            identifiers = _sealed(session, interview_id)
        self._end_viewings(interview_id)
        found = Counter({HEADER: self._shred(identifiers)})
        found[BODY] += self.store.discard_interview(interview_id, identifiers)
        with writing(self.engine) as session:
            row = session.get_one(Withdrawal, interview_id)
            if row.deleted_at is None:
                found += _delete_rows(session, interview_id)
                self._close(session, row, +found)

    def sweep(self, interview_id: str) -> None:
        """Delete what a request that was under way may have left after the deletion."""
        late = self.store.names(interview_id)
        if late:
            self._shred(late)
            self.store.discard_interview(interview_id, late)

    def _end_viewings(self, interview_id: str) -> None:
        """Hang up whoever still watches, and close the log's entries, before their rows go."""
        for viewing, kiosk_id in viewings.open_of(self.engine, interview_id):
            self.hang_up(kiosk_id, viewing.viewing_id)
            viewings.end(self.engine, viewing.viewing_id, Ending.NO_RIGHT, datetime.now(UTC))

    def _shred(self, identifiers: Iterable[str]) -> int:
        with writing(self.headers) as session:
            wanted = Header.recording_id.in_(list(identifiers))
            result: Any = session.execute(delete(Header).where(wanted))
            return int(result.rowcount)

    def _close(self, session: Session, row: Withdrawal, found: Counter[str]) -> None:
        now = datetime.now(UTC)
        receipt = DeletionReceipt(
            interview_id=row.interview_id,
            made_at=receipt_file.moment(now),
            signer=HUB,
            certificates=receipt_file.chain(self.key.certificate, self.key.authority),
            place=Place.HUB,
            asked_by=AskedBy(row.asked_by),
            asked_at=receipt_file.moment(row.asked_at),
            deleted_at=receipt_file.moment(now),
            deleted=tuple(Deleted(what=what, count=n) for what, n in sorted(found.items())),
            kept=KEPT_KINDS,
            backups_until=backups_until(now.date(), self.retention).isoformat(),
        )
        row.deleted_at, row.receipt = now, receipt_file.sign(receipt, self.key.private)
        told = " ".join(f"{what}={n}" for what, n in sorted(found.items()))
        audit.record(session, SYSTEM, "erase", row.interview_id, told)


def _sealed(session: Session, interview_id: str) -> list[str]:
    """Give the identifiers of every body, stored or still arriving."""
    stored = select(Recording.id).where(Recording.interview_id == interview_id)
    arriving = select(Upload.id).where(Upload.interview_id == interview_id)
    return sorted({*session.scalars(stored), *session.scalars(arriving)})


def _delete_rows(session: Session, interview_id: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for table, is_its in reversed(conditions(interview_id).items()):
        if table.name not in KEPT:
            result: Any = session.execute(delete(table).where(is_its))
            found[str(table.name)] += int(result.rowcount)
    return found


def conditions(interview_id: str) -> dict[Table, ColumnElement[bool]]:
    """Say of each table which rows are the interview's, by what they refer to.

    Tables come in the order in which they refer to each other.
    """
    own: dict[str, ColumnElement[bool]] = {
        Interview.__tablename__: Interview.interview_id == interview_id,
        Stream.__tablename__: Stream.stream_id == interview_id,
    }
    ordered: dict[Table, ColumnElement[bool]] = {}
    for table in METADATA.sorted_tables:
        named = (own[table.name],) if table.name in own else ()
        referring = [
            key.parent.in_(select(key.column).where(ordered[key.column.table]))
            for key in table.foreign_keys
            if key.column.table in ordered
        ]
        if is_its := [*named, *referring]:
            ordered[table] = or_(*is_its)
    return ordered
