"""Candidates: added once, found again by whoever may."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import UnknownError
from hub.storage.database import reading, writing
from hub.storage.tables.candidate import Candidate
from hub.workflow.candidate_names import LONGEST_NAME, name_key

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


def add(engine: Engine, name: str, *, is_sample: bool = False) -> str:
    """Add a candidate and give the identifier; raises UnknownError for a name that cannot be."""
    with writing(engine) as session:
        return new(session, name, is_sample=is_sample).candidate_id


def new(session: Session, name: str, *, is_sample: bool = False) -> Candidate:
    """Add a candidate within a transaction; raises UnknownError for a name that cannot be."""
    name = checked_name(name)
    row = Candidate(
        candidate_id=secrets.token_hex(16),
        name=name,
        name_key=name_key(name),
        is_sample=is_sample,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def rename(row: Candidate, name: str) -> None:
    """Give a candidate another name; raises UnknownError for a name that cannot be."""
    row.name = checked_name(name)
    row.name_key = name_key(row.name)


def checked_name(name: str) -> str:
    """Give a name without spaces around it; raises UnknownError for one that cannot be."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnknownError(f"A candidate's name has 1 to {LONGEST_NAME} printable characters.")
    return name


def listed(engine: Engine) -> list[Candidate]:
    """Give every candidate, by name."""
    with reading(engine) as session:
        rows = session.scalars(select(Candidate).order_by(Candidate.name, Candidate.candidate_id))
        return list(rows)
