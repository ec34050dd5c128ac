"""Sessions: a random token in the browser, its hash here, over after idleness or a day's work."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete

from hub.people import audit
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.session import SessionRow
from wire.language import Language

if TYPE_CHECKING:
    from sqlalchemy import Engine

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
_RENEW_AFTER = timedelta(minutes=1)
"""A session's expiry is moved at most this often, so that reading pages writes little."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signed in, for the length of one request."""

    account_id: int
    name: str
    role: Role
    language: Language
    csrf: str
    session: str
    """Hash of the session's token."""

    def sent(self, csrf: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


def begin(engine: Engine, account: Account, old_token: str | None, now: datetime) -> str:
    """Sign an account in and give the new token; the token used before ends."""
    token = secrets.token_urlsafe(32)
    row = SessionRow(
        token_hash=_hash(token),
        account_id=account.id,
        csrf=secrets.token_urlsafe(32),
        created_at=now,
        expires_at=now + IDLE,
    )
    with writing(engine) as session:
        session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
        if old_token:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(old_token)))
        session.add(row)
        audit.record(session, account.name, "sign_in", str(account.id))
    return token


def find(engine: Engine, token: str, now: datetime) -> Visitor | None:
    """Give who holds `token`, and let the session live on; None when it is over or unknown."""
    with reading(engine) as session:
        row = session.get(SessionRow, _hash(token))
        account = session.get(Account, row.account_id) if row else None
    if row is None or account is None or row.expires_at <= now:
        return None
    _renew(engine, row, now)
    return Visitor(
        account_id=account.id,
        name=account.name,
        role=Role(account.role),
        language=Language(account.language),
        csrf=row.csrf,
        session=row.token_hash,
    )


def end(engine: Engine, visitor: Visitor) -> None:
    """Sign out."""
    with writing(engine) as session:
        session.execute(delete(SessionRow).where(SessionRow.token_hash == visitor.session))
        audit.record(session, visitor.name, "sign_out", str(visitor.account_id))


def _renew(engine: Engine, row: SessionRow, now: datetime) -> None:
    wanted = min(now + IDLE, row.created_at + LONGEST)
    if wanted - row.expires_at < _RENEW_AFTER:
        return
    with writing(engine) as session:
        kept = session.get(SessionRow, row.token_hash)
        if kept is not None:
            kept.expires_at = wanted


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
