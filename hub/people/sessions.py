"""Sessions: a random token in the browser, its hash here, over after idleness or a day's work."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from hub.people import audit
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.session import SessionRow
from wire.language import Language

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
HALF = timedelta(minutes=10)
"""For whoever has given the password, to give the rest."""
_RENEW_AFTER = timedelta(minutes=1)
"""A session's expiry is moved at most this often, so that reading pages writes little."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Stage(StrEnum):
    """How far a sign-in is."""

    BEGUN = "begun"
    """The password was given."""
    FACTOR = "factor"
    """And so was the second factor, or none is wanted."""
    WHOLE = "whole"


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
    stepped_up_at: datetime = _LONG_AGO
    """When a password or a code was given last."""

    @property
    def actor(self) -> str:
        """Give the pseudonym under which the log knows this person."""
        return audit.actor_of(self.account_id)

    def sent(self, csrf: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


def begin(
    engine: Engine,
    account: Account,
    old_token: str | None,
    now: datetime,
    *,
    stage: Stage = Stage.WHOLE,
    browser: str = "",
) -> str:
    """Sign an account in, or half in, and give the new token; the token used before ends."""
    token = secrets.token_urlsafe(32)
    is_whole = stage is Stage.WHOLE
    row = SessionRow(
        token_hash=hash_of(token),
        account_id=account.id,
        csrf=secrets.token_urlsafe(32),
        created_at=now,
        expires_at=now + (IDLE if is_whole else HALF),
        stage=stage.value,
        stepped_up_at=now,
        browser=browser,
    )
    with writing(engine) as session:
        session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
        if old_token:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == hash_of(old_token)))
        session.add(row)
        if is_whole:
            audit.record(session, audit.actor_of(account.id), "sign_in", str(account.id))
    return token


def find(engine: Engine, token: str, now: datetime) -> Visitor | None:
    """Give who holds `token`, and let the session live on; None when it is over or unknown."""
    with reading(engine) as session:
        found = lookup(session, token, now)
    if found is None or found[0].stage != Stage.WHOLE.value:
        return None
    row, account = found
    _renew(engine, row, now)
    return Visitor(
        account_id=account.id,
        name=account.name,
        role=Role(account.role),
        language=Language(account.language),
        csrf=row.csrf,
        session=row.token_hash,
        stepped_up_at=row.stepped_up_at,
    )


def lookup(session: Session, token: str, now: datetime) -> tuple[SessionRow, Account] | None:
    """Give the session and the account of a token, however far; None when it is over."""
    row = session.get(SessionRow, hash_of(token))
    account = session.get(Account, row.account_id) if row else None
    if row is None or account is None or row.expires_at <= now or not is_open(account):
        return None
    return row, account


def is_open(account: Account) -> bool:
    """Say whether an account may be signed in to at all."""
    return account.disabled_at is None and not account.is_waiting


def step_up(engine: Engine, visitor: Visitor, now: datetime) -> None:
    """Note that the password or a code was given once more."""
    with writing(engine) as session:
        row = session.get(SessionRow, visitor.session)
        if row is not None:
            row.stepped_up_at = now
            audit.record(session, visitor.actor, "step_up", str(visitor.account_id))


def step_down(engine: Engine, visitor: Visitor) -> None:
    """Want the password or a code again before anything most private, in all sessions."""
    own = update(SessionRow).where(SessionRow.account_id == visitor.account_id)
    with writing(engine) as session:
        session.execute(own.values(stepped_up_at=_LONG_AGO))


def end(engine: Engine, visitor: Visitor) -> None:
    """Sign out."""
    with writing(engine) as session:
        session.execute(delete(SessionRow).where(SessionRow.token_hash == visitor.session))
        audit.record(session, visitor.actor, "sign_out", str(visitor.account_id))


def end_all(session: Session, account_id: int, but: str = "") -> None:
    """End an account's sessions within a transaction, all but the one whose hash is given."""
    others = (SessionRow.account_id == account_id, SessionRow.token_hash != but)
    session.execute(delete(SessionRow).where(*others))


def hash_of(token: str) -> str:
    """Give what of a token is stored: random enough that a plain hash cannot be turned back."""
    return sha256(token.encode()).hexdigest()


def is_to_be_renewed(row: SessionRow, now: datetime) -> bool:
    """Say whether use moves a session's end: not each use, so that reading writes little."""
    return _renewed(row, now) - row.expires_at >= _RENEW_AFTER


def renew(session: Session, token_hash: str, now: datetime) -> None:
    """Move the end of a session that is in use, within a transaction."""
    kept = session.get(SessionRow, token_hash)
    if kept is not None:
        kept.expires_at = _renewed(kept, now)


def _renewed(row: SessionRow, now: datetime) -> datetime:
    return min(now + IDLE, row.created_at + LONGEST)


def _renew(engine: Engine, row: SessionRow, now: datetime) -> None:
    if is_to_be_renewed(row, now):
        with writing(engine) as session:
            renew(session, row.token_hash, now)
