"""Audit entries: who did what to whose data, when. Written in the transaction of the act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


LONGEST_DETAIL = 200
"""Characters."""


def actor_of(account_id: int) -> str:
    """Give an account's pseudonym: the log names nobody, an export joins the names."""
    return f"account:{account_id}"


def record(session: Session, actor: str, action: str, subject: str, detail: str = "") -> int:
    """Add an entry and give its number; it counts once the session has committed."""
    entry = AuditEntry(
        at=datetime.now(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
    )
    session.add(entry)
    session.flush()
    return entry.id
