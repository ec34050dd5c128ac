"""Commands about accounts: whoever may run them has the hub's own rights on this machine."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import accounts, audit, managing, second_factor, sessions
from hub.people.errors import AccountError
from hub.people.guessable import is_guessable
from hub.people.rights import ACCOUNT_ROLES
from hub.storage.database import open_main, reading, writing
from hub.storage.tables.account import Account
from wire.language import Language

if TYPE_CHECKING:
    import argparse

    from hub.settings import Settings

_COMMAND = "command"


def user_add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `user add`."""
    parser.add_argument("name")
    parser.add_argument("--role", required=True, choices=[role.value for role in ACCOUNT_ROLES])
    parser.add_argument("--language", default="zh", choices=[one.value for one in Language])


def user_add(settings: Settings, asked: argparse.Namespace) -> None:
    """Make an account; the password is the first line of standard input."""
    language = Language(asked.language)
    accounts.add(
        open_main(settings), asked.name, asked.role, _password(asked.name), language=language
    )
    sys.stdout.write(f"{asked.name}: {asked.role}\n")


def name_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the commands that want an account's name and nothing else."""
    parser.add_argument("name")


def user_password(settings: Settings, asked: argparse.Namespace) -> None:
    """Give an account another password: the first line of standard input."""
    accounts.set_password(open_main(settings), asked.name, _password(asked.name))
    sys.stdout.write(f"{asked.name}\n")


def user_list(settings: Settings, _asked: argparse.Namespace) -> None:
    """List the accounts: name, role, state, second factor."""
    with reading(open_main(settings)) as session:
        rows = session.scalars(select(Account).order_by(Account.name)).all()
    for row in rows:
        factor = "second factor" if row.totp else "no second factor"
        sys.stdout.write(f"{row.name}\t{row.role}\t{_state(row)}\t{factor}\n")


def user_disable(settings: Settings, asked: argparse.Namespace) -> None:
    """Let nobody sign in to an account, and end its sessions."""
    with writing(open_main(settings)) as session:
        row = accounts.named(session, asked.name)
        managing.switch_off(session, row, _COMMAND, datetime.now(UTC))
    sys.stdout.write(f"{asked.name}\n")


def user_enable(settings: Settings, asked: argparse.Namespace) -> None:
    """Let an account's owner sign in again, and confirm the account if it waits for that."""
    with writing(open_main(settings)) as session:
        row = accounts.named(session, asked.name)
        row.disabled_at, row.is_waiting = None, False
        audit.record(session, _COMMAND, "enable_account", str(row.id))
    sys.stdout.write(f"{asked.name}\n")


def user_reset_second_factor(settings: Settings, asked: argparse.Namespace) -> None:
    """Take a lost second factor away; where it is required, the next sign-in sets up another."""
    with writing(open_main(settings)) as session:
        row = accounts.named(session, asked.name)
        second_factor.take_away(session, row.id)
        sessions.end_all(session, row.id)
        audit.record(session, _COMMAND, "reset_second_factor", str(row.id))
    sys.stdout.write(f"{asked.name}\n")


def _state(row: Account) -> str:
    if row.disabled_at is not None:
        return "disabled"
    return "waits for confirmation" if row.is_waiting else "active"


def _password(name: str) -> str:
    """Read a password; raises AccountError for one that would be guessed early."""
    password = sys.stdin.readline().rstrip("\n")
    if is_guessable(password, name):
        raise AccountError("This password would be guessed early: choose another one.")
    return password
