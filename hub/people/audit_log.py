"""Reading the log and the keeper's list, in the order in which they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.audit_check import BEGINNING, Point, Stored
from hub.storage.chain import Linked
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Engine

    from hub.keeper.port import ReceiptBook
    from hub.storage.chain import Opened

_BATCH = 1000


def stored(engine: Engine, *conditions: ColumnElement[bool]) -> Iterator[Stored]:
    """Give entries as they lie there; the whole of one moment."""
    columns = (
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor,
        AuditEntry.action,
        AuditEntry.subject,
        AuditEntry.detail,
        AuditEntry.previous,
        AuditEntry.hash,
    )
    wanted = select(*columns).where(*conditions).order_by(AuditEntry.id)
    with reading(engine) as session:
        rows = session.execute(wanted.execution_options(yield_per=_BATCH))
        for seq, at, actor, action, subject, detail, previous, digest in rows:
            link = Linked(seq, at, actor, action, subject, detail, previous)
            yield Stored(link, digest)


def newest(engine: Engine) -> Point:
    """Give the end of the chain as it lies there."""
    columns = (AuditEntry.id, AuditEntry.hash, AuditEntry.at)
    with reading(engine) as session:
        row = session.execute(select(*columns).order_by(AuditEntry.id.desc()).limit(1)).first()
    return Point(*row) if row else BEGINNING


def book(keeper: ReceiptBook) -> Iterator[Opened]:
    """Give all that the keeper opened; raises KeeperError."""
    last = 0
    while batch := keeper.receipts(last):
        yield from batch
        last = batch[-1].seq
