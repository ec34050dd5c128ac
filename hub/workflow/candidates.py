"""Candidates: added once, found again by whoever may."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.errors import UnknownError
from hub.storage.database import writing
from hub.storage.tables.candidate import Candidate

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LONGEST_NAME = 200


def add(engine: Engine, name: str, *, is_sample: bool = False) -> str:
    """Add a candidate and give the identifier; raises UnknownError for a name that cannot be."""
    with writing(engine) as session:
        return new(session, name, is_sample=is_sample).candidate_id


def new(session: Session, name: str, *, is_sample: bool = False) -> Candidate:
    """Add a candidate within a transaction; raises UnknownError for a name that cannot be."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnknownError(f"A candidate's name has 1 to {LONGEST_NAME} printable characters.")
    row = Candidate(
        candidate_id=secrets.token_hex(16),
        name=name,
        is_sample=is_sample,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row
