"""Accounts: who may sign in, and as what."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import audit, sessions
from hub.people.errors import AccountError
from hub.people.passwords import Passwords
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from wire.language import Language

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LONGEST_NAME = 64
WRONG_NAME = "A name has 1 to 64 printable characters."
TAKEN = "There is an account of that name."
NO_SUCH_ACCOUNT = "There is no account of that name."


def add(
    engine: Engine,
    name: str,
    role: str,
    password: str,
    *,
    language: Language = Language.ZH,
    passwords: Passwords | None = None,
) -> int:
    """Make an account and give its number; raises AccountError when it cannot be made."""
    row = made(name, role, (passwords or Passwords()).hash(password), language)
    with writing(engine) as session:
        put(session, row, "command")
        return row.id


def made(name: str, role: str, password_hash: str, language: Language) -> Account:
    """Give the row of a new account; raises AccountError for a name or role that cannot be."""
    name = plain_name(name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccountError(WRONG_NAME)
    return Account(
        name=name,
        password_hash=password_hash,
        role=_role(role).value,
        language=language.value,
        created_at=datetime.now(UTC),
    )


def put(session: Session, row: Account, actor: str) -> None:
    """Keep a new account within a transaction; raises AccountError when its name is taken."""
    if session.scalar(select(Account.id).where(Account.name == row.name)) is not None:
        raise AccountError(TAKEN)
    session.add(row)
    session.flush()
    audit.record(session, actor, "add_account", str(row.id), row.role)


def set_password(
    engine: Engine, name: str, password: str, *, passwords: Passwords | None = None
) -> None:
    """Give an account another password and end its sessions; raises AccountError."""
    password_hash = (passwords or Passwords()).hash(password)
    with writing(engine) as session:
        row = named(session, name)
        row.password_hash, row.is_password_once = password_hash, False
        sessions.end_all(session, row.id)
        audit.record(session, "command", "set_password", str(row.id))


def set_own_password(
    engine: Engine, account_id: int, password: str, passwords: Passwords, keep: str
) -> None:
    """Give one's own account another password; every session but `keep` ends.

    Raises AccountError.
    """
    password_hash = passwords.hash(password)
    with writing(engine) as session:
        row = session.get_one(Account, account_id)
        row.password_hash, row.is_password_once = password_hash, False
        sessions.end_all(session, account_id, but=keep)
        audit.record(session, audit.actor_of(account_id), "set_own_password", str(account_id))


def named(session: Session, name: str) -> Account:
    """Give the account of a name; raises AccountError."""
    row = session.scalar(select(Account).where(Account.name == plain_name(name)))
    if row is None:
        raise AccountError(NO_SUCH_ACCOUNT)
    return row


def plain_name(typed: str) -> str:
    """Give the one spelling of a name, however the keyboard composed it."""
    return unicodedata.normalize("NFKC", typed).strip()


def check(engine: Engine, passwords: Passwords, name: str, password: str) -> Account | None:
    """Give the account whose name and password these are; takes as long when there is none."""
    with reading(engine) as session:
        row = session.scalar(select(Account).where(Account.name == plain_name(name)))
    is_right = passwords.verify(row.password_hash if row else None, password)
    if row is None or not is_right or not sessions.is_open(row):
        return None
    if passwords.is_outdated(row.password_hash):
        _rehash(engine, row.id, passwords.hash(password))
    return row


def choose_language(engine: Engine, account_id: int, language: Language) -> None:
    """Remember the language in which a person reads."""
    with writing(engine) as session:
        session.get_one(Account, account_id).language = language.value


def _rehash(engine: Engine, account_id: int, password_hash: str) -> None:
    with writing(engine) as session:
        session.get_one(Account, account_id).password_hash = password_hash


def _role(name: str) -> Role:
    if name not in ACCOUNT_ROLES:
        known = ", ".join(ACCOUNT_ROLES)
        raise AccountError(f"There is no role {name[:20]!r}; there are {known}.")
    return Role(name)
