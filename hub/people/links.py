"""Links by which a candidate comes: a random token in the address, its hash here, one candidate.

Whoever has the link is the candidate, as far as the table of rights lets one in; it ends by itself
and can be taken back. A token that is unknown, over or taken back is refused in the same way.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from hub.errors import UnknownError
from hub.people import audit
from hub.people.brake import Brake
from hub.people.sessions import hash_of
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_link import CandidateLink

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LASTS = timedelta(days=30)
FREE_TRIES = 20
"""Wrong links from one address within an hour: a letter that was mistyped, a whole office."""
LONGEST_DELAY_S = 60.0


def give(
    session: Session, candidate_id: str, actor: str, now: datetime, lasts: timedelta = LASTS
) -> str:
    """Make a link within a transaction and give its token, which is stored nowhere.

    Its address is `/my/{token}`. Raises UnknownError.
    """
    if session.get(Candidate, candidate_id) is None:
        raise UnknownError(f"There is no candidate {candidate_id[:40]!r}.")
    token = secrets.token_urlsafe(32)
    row = CandidateLink(
        token_hash=hash_of(token),
        candidate_id=candidate_id,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    audit.record(session, actor, "give_link", candidate_id, f"until {row.expires_at:%Y-%m-%d}")
    return token


def made_since(session: Session, candidate_id: str, since: datetime) -> int:
    """Count the links of a candidate that were made since then."""
    mine = (CandidateLink.candidate_id == candidate_id, CandidateLink.created_at > since)
    wanted = select(func.count()).select_from(CandidateLink).where(*mine)
    return session.scalar(wanted) or 0


def revoke(session: Session, candidate_id: str, actor: str, now: datetime) -> int:
    """Take back every link of a candidate within a transaction; gives how many there were."""
    still_good = (CandidateLink.candidate_id == candidate_id, CandidateLink.revoked_at.is_(None))
    wanted = select(CandidateLink.token_hash).where(*still_good)
    count = len(session.scalars(wanted).all())
    session.execute(update(CandidateLink).where(*still_good).values(revoked_at=now))
    audit.record(session, actor, "revoke_links", candidate_id, str(count))
    return count


def find(engine: Engine, token: str, now: datetime) -> str | None:
    """Give the candidate whose link this is; the same single query, whatever is wrong with it."""
    wanted = select(CandidateLink).where(CandidateLink.token_hash == hash_of(token))
    with reading(engine) as session:
        row = session.scalar(wanted)
    is_good = row is not None and row.revoked_at is None and row.expires_at > now
    return row.candidate_id if row is not None and is_good else None


class WrongLinks:
    """Remembers the wrong links of each address, for all threads of one process."""

    def __init__(self) -> None:
        self._addresses = Brake(FREE_TRIES, LONGEST_DELAY_S)
        self._lock = Lock()

    def delay(self, address: str, now: float) -> float:
        """Give the seconds until a link from this address is looked at."""
        with self._lock:
            return self._addresses.delay(address, now)

    def count(self, address: str, now: float) -> None:
        """Count a wrong one."""
        with self._lock:
            self._addresses.count(address, now)
