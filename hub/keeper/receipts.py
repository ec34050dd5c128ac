"""The keeper's own list of what it opened: appended before anything is given out, never changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.errors import KeeperRefusedError
from hub.storage.chain import ORIGIN, Opened
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.receipt import Binding, KeeperTable, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

BEGIN = "begin"
"""The first receipt: entries up to its own are from before the list, and open nothing."""
BATCH = 500


class Receipts:
    """Appends a receipt for each opening; an audit entry is good for one."""

    def __init__(self, own: Engine, main: Engine) -> None:
        self._own = own
        KeeperTable.metadata.create_all(own)
        self._begin(main)

    def _begin(self, main: Engine) -> None:
        newest = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
        with reading(main) as session:
            row = session.execute(newest).one_or_none()
        entry, digest = (row[0], row[1]) if row else (0, "")
        with writing(self._own) as session:
            if session.scalar(select(func.max(Receipt.seq))) is None:
                _append(session, entry, digest, BEGIN, "", "")

    def append(self, entry: AuditEntry, what: str, digest: str) -> None:
        """Note one opening durably; raises KeeperRefusedError for an entry used before."""
        with writing(self._own) as session:
            first = session.get_one(Receipt, 1)
            used = session.scalar(select(Receipt.seq).where(Receipt.entry == entry.id))
            if entry.id <= first.entry or used is not None:
                raise KeeperRefusedError("This audit entry was used already.")
            _append(session, entry.id, entry.hash, what, entry.subject, digest)

    def bind(self, recording_id: str, header: str) -> None:
        """Note which recording a header is of; raises KeeperRefusedError when it is another's.

        `header` is a SHA-256 in hex. Without this, whoever can write the headers' database could
        put one recording's header in another's place, and have it opened under that one's name.
        """
        with writing(self._own) as session:
            bound = session.get(Binding, recording_id)
            if bound is None:
                other = select(Binding.recording_id).where(Binding.header == header)
                if session.scalar(other) is not None:
                    raise KeeperRefusedError("This header belongs to another recording.")
                session.add(Binding(recording_id=recording_id, header=header))
            elif bound.header != header:
                raise KeeperRefusedError("This recording has another header.")

    def after(self, seq: int) -> Iterator[Opened]:
        """Give the next receipts, at most BATCH of them."""
        wanted = select(Receipt).where(Receipt.seq > seq).order_by(Receipt.seq).limit(BATCH)
        with reading(self._own) as session:
            for row in session.scalars(wanted):
                yield _opened(row)


def _append(
    session: Session, entry: int, entry_hash: str, what: str, subject: str, digest: str
) -> None:
    newest = session.scalars(select(Receipt).order_by(Receipt.seq.desc()).limit(1)).one_or_none()
    row = Receipt(
        seq=newest.seq + 1 if newest else 1,
        at=datetime.now(UTC),
        entry=entry,
        entry_hash=entry_hash,
        what=what,
        subject=subject,
        digest=digest,
        previous=newest.hash if newest else ORIGIN,
    )
    row.hash = _opened(row).link()
    session.add(row)
    session.flush()


def _opened(row: Receipt) -> Opened:
    return Opened(
        seq=row.seq,
        at=row.at,
        entry=row.entry,
        entry_hash=row.entry_hash,
        what=row.what,
        subject=row.subject,
        digest=row.digest,
        previous=row.previous,
        hash=row.hash or "",
    )
