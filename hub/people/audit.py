"""Audit entries: who did what to whose data, when. Written in the transaction of the act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from hub.keeper.field_entry import OPEN_FIELD, detail_of
from hub.storage.chain import ORIGIN
from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LONGEST_DETAIL = 200
"""Characters."""
_LOCK = 0x6175646974
"""PostgreSQL's advisory lock of whoever appends ("audit")."""


def actor_of(account_id: int) -> str:
    """Give an account's pseudonym: the log names nobody, an export joins the names."""
    return f"account:{account_id}"


def record(session: Session, actor: str, action: str, subject: str, detail: str = "") -> int:
    """Append an entry to the chain and give its number; it counts once the session has committed.

    The session must be a `writing` one: until its end nobody else appends.
    """
    seq, previous = _head(session)
    entry = AuditEntry(
        id=seq + 1,
        at=datetime.now(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=_one_line(detail),
        previous=previous,
    )
    entry.hash = entry.linked().hash()
    session.add(entry)
    session.flush()
    return entry.id


def to_open(
    session: Session, actor: str, purpose: str, subject: str, candidate_id: str = ""
) -> int:
    """Append the entry for which the keeper opens one field, and no other of the same subject.

    `candidate_id`: whose it is, where the subject is a document or somebody who was merged.
    """
    whose = candidate_id if candidate_id != subject else ""
    return record(session, actor, OPEN_FIELD, subject, detail_of(purpose, whose))


def _head(session: Session) -> tuple[int, str]:
    """Give number and hash of the newest entry, alone with the log: SQLite has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    newest = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return (row[0], row[1]) if row else (0, ORIGIN)


def _one_line(detail: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in detail)
    return printable[:LONGEST_DETAIL]
