"""Whether an interview was taken back: asked wherever something of one is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables.withdrawal import Withdrawal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def is_withdrawn(session: Session, interview_id: str) -> bool:
    """Say whether nothing of the interview may be stored."""
    return session.get(Withdrawal, interview_id) is not None
