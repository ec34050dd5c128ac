"""Accounts of others: made, disabled and reset, so that nobody gains content by that alone.

Whoever sees content manages those who do, and no other. Whoever sees none manages those who see
none; what he or she gives to the others waits until somebody who sees content has confirmed it.
"""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people import accounts, audit, second_factor, sessions
from hub.people.errors import AccountError, NoSuchAccountError
from hub.people.rights import Action, Role, may, sees_content
from hub.storage.database import writing
from hub.storage.tables.account import Account

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.people.passwords import Passwords
    from hub.people.sessions import Visitor
    from wire.language import Language

OWN = "Your own account is changed on its own page."
NOT_YOURS = "Your role does not manage this account."
LAST = "This is the last HR manager; make another one first."
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class Leave(StrEnum):
    """What one role may do to the accounts of another."""

    FREELY = "freely"
    CONFIRMED = "confirmed"
    """Disable freely; what gives access waits for a confirmation."""
    NO = "no"


def leave(by: Role, of: Role) -> Leave:
    """Say what `by` may do to accounts of the role `of`."""
    if not may(by, Action.MANAGE_ACCOUNTS) or of is Role.CANDIDATE:
        return Leave.NO
    if sees_content(by) == sees_content(of):
        return Leave.FREELY
    return Leave.CONFIRMED if sees_content(of) else Leave.NO


def add(
    engine: Engine, by: Visitor, name: str, role: Role, language: Language, passwords: Passwords
) -> tuple[int, str]:
    """Make an account; gives its number and a password that is good once. Raises AccountError."""
    how = leave(by.role, role)
    if how is Leave.NO:
        raise AccountError(NOT_YOURS)
    password = one_time_password()
    row = accounts.made(name, role.value, passwords.hash(password), language)
    row.is_password_once, row.is_waiting = True, how is Leave.CONFIRMED
    with writing(engine) as session:
        accounts.put(session, row, by.actor)
        return row.id, password


def reset_password(engine: Engine, by: Visitor, account_id: int, passwords: Passwords) -> str:
    """Give another password, good once, in place of a forgotten one; raises AccountError."""
    password = one_time_password()
    password_hash = passwords.hash(password)
    with writing(engine) as session:
        row = _given(session, by, account_id)
        row.password_hash, row.is_password_once = password_hash, True
        audit.record(session, by.actor, "reset_password", str(account_id))
    return password


def reset_second_factor(engine: Engine, by: Visitor, account_id: int) -> None:
    """Take a lost second factor away; raises AccountError."""
    with writing(engine) as session:
        _given(session, by, account_id)
        second_factor.take_away(session, account_id)
        audit.record(session, by.actor, "reset_second_factor", str(account_id))


def disable(engine: Engine, by: Visitor, account_id: int, now: datetime) -> None:
    """Let nobody sign in to an account any more, and end its sessions; raises AccountError."""
    with writing(engine) as session:
        row, _ = _managed(session, by, account_id)
        switch_off(session, row, by.actor, now)


def enable(engine: Engine, by: Visitor, account_id: int) -> None:
    """Let its owner sign in again; raises AccountError."""
    with writing(engine) as session:
        row = _given(session, by, account_id)
        row.disabled_at = None
        audit.record(session, by.actor, "enable_account", str(account_id))


def confirm(engine: Engine, by: Visitor, account_id: int) -> None:
    """Let an account in that somebody who sees no content gave access to; raises AccountError."""
    with writing(engine) as session:
        row, how = _managed(session, by, account_id)
        if how is not Leave.FREELY or not sees_content(by.role):
            raise AccountError(NOT_YOURS)
        row.is_waiting = False
        audit.record(session, by.actor, "confirm_account", str(account_id))


def switch_off(session: Session, row: Account, actor: str, now: datetime) -> None:
    """Disable an account within a transaction; raises AccountError for the last HR manager."""
    others = select(func.count()).select_from(Account)
    others = others.where(
        Account.role == Role.HR_MANAGER.value,
        Account.id != row.id,
        Account.disabled_at.is_(None),
        Account.is_waiting.is_(False),
    )
    if row.role == Role.HR_MANAGER.value and not row.is_waiting and not session.scalar(others):
        raise AccountError(LAST)
    row.disabled_at = now
    sessions.end_all(session, row.id)
    audit.record(session, actor, "disable_account", str(row.id))


def one_time_password() -> str:
    """Give a password of 16 characters of 31 that are not taken for one another: 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _given(session: Session, by: Visitor, account_id: int) -> Account:
    """Give an account that is about to be given access; it waits, if it has to."""
    row, how = _managed(session, by, account_id)
    row.is_waiting = row.is_waiting or how is Leave.CONFIRMED
    sessions.end_all(session, account_id)
    return row


def _managed(session: Session, by: Visitor, account_id: int) -> tuple[Account, Leave]:
    row = session.get(Account, account_id)
    if row is None:
        raise NoSuchAccountError(accounts.NO_SUCH_ACCOUNT)
    if account_id == by.account_id:
        raise AccountError(OWN)
    how = leave(by.role, Role(row.role))
    if how is Leave.NO:
        raise AccountError(NOT_YOURS)
    return row, how
