"""A password or a code, given once more by whoever is signed in; wrong ones count as at sign-in."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from hub.errors import HubError
from hub.people.alarms import Kind
from hub.people.second_factor import is_code
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.web.accounts.steps import TOO_OFTEN
from hub.web.rendering import say
from hub.web.repeated import address_of, repeated
from hub.web.words import marked

if TYPE_CHECKING:
    from hub.web.page import Asked

WRONG = marked("This is neither your password nor a code of yours.")


def account_of(asked: Asked) -> Account:
    """Give the account of whoever is signed in."""
    with reading(asked.site.engine) as session:
        return session.get_one(Account, asked.person.account_id)


def problem_with(asked: Asked, typed: str) -> str:
    """Say what is wrong with the proof, in the reader's language; empty when it is good."""
    site, person, now = asked.site, asked.person, asked.site.monotonic()
    address = address_of(asked.request)
    wait = site.lockout.take_code(person.account_id, person.name, address, now)
    if wait > 0:
        return say(asked.language, TOO_OFTEN).format(seconds=ceil(wait))
    if not _is_good(asked, account_of(asked), typed, address):
        repeated(site, Kind.WRONG_CODES, person.actor)
        return say(asked.language, WRONG)
    site.lockout.succeeded(person.name, address)
    site.lockout.code_was_good(person.account_id)
    return ""


def _is_good(asked: Asked, account: Account, typed: str, address: str) -> bool:
    site = asked.site
    if account.totp is not None and is_code(typed):
        return site.second_factor.check(account, typed, site.clock())
    try:
        if site.passwords.verify(account.password_hash, typed):
            return True
    except HubError:
        site.lockout.not_looked_at(account.name, address)
        raise
    return site.second_factor.check(account, typed, site.clock())
