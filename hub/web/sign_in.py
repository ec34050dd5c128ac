"""`/sign-in`: name and password, the first step of the way in."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import structlog
from starlette.responses import RedirectResponse

from hub.errors import HubError
from hub.people import accounts
from hub.people.alarms import Kind
from hub.people.rights import Action
from hub.web import watched
from hub.web.accounts.half import begin_half
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.repeated import address_of, pseudonym, repeated
from hub.web.words import marked

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.storage.tables.account import Account
    from hub.web.page import Asked

WRONG = marked("Name or password is wrong.")
TOO_OFTEN = marked("Too many tries. Please wait {seconds} s, then try again.")

_log = structlog.get_logger()


def show(asked: Asked) -> Response:
    """Give the form."""
    if asked.visitor is not None:
        return RedirectResponse("/", 303)
    return _form(asked)


def take(asked: Asked) -> Response:
    """Go on to the second step, or say no in the same words whether the name exists or not."""
    site, now = asked.site, asked.site.monotonic()
    name = accounts.plain_name(asked.form.get("name", ""))[: accounts.LONGEST_NAME]
    address = address_of(asked.request)
    wait = site.lockout.take(name, address, now)
    if wait > 0:
        return _refused(asked, 429, say(asked.language, TOO_OFTEN).format(seconds=ceil(wait)))
    account = _account(asked, name, address)
    if account is None:
        who = pseudonym(site, asked.request)
        repeated(site, Kind.WRONG_SIGN_INS, who)
        watched.written(site, TAKING, who, "", 403, is_stranger=True)
        return _refused(asked, 403, say(asked.language, WRONG))
    return begin_half(asked, account)


def _account(asked: Asked, name: str, address: str) -> Account | None:
    site, password = asked.site, asked.form.get("password", "")
    try:
        return accounts.check(site.engine, site.passwords, name, password)
    except HubError:
        site.lockout.not_looked_at(name, address)
        raise


def _refused(asked: Asked, status: int, problem: str) -> Response:
    _log.warning("sign_in_refused", status=status)
    return _form(asked, status, problem)


def _form(asked: Asked, status: int = 200, problem: str = "") -> Response:
    name = asked.form.get("name", "")[: accounts.LONGEST_NAME]
    return render(asked, "sign_in.html", status, problem=problem, name=name)


TAKING = Page("POST", "/sign-in", Action.SIGN_IN, take)
PAGES = (Page("GET", "/sign-in", Action.SIGN_IN, show), TAKING)
