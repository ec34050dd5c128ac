"""`/sign-in`: the only page that needs no account."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import structlog
from starlette.responses import RedirectResponse

from hub.errors import HubError
from hub.people import accounts, sessions
from hub.people.rights import Action
from hub.web import cookies
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from wire.language import Language

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
    """Sign in, or say no in the same words whether the name exists or not."""
    site, now = asked.site, asked.site.monotonic()
    name = accounts.plain_name(asked.form.get("name", ""))[: accounts.LONGEST_NAME]
    address = asked.request.client.host if asked.request.client else ""
    wait = site.lockout.take(name, address, now)
    if wait > 0:
        return _refused(asked, 429, say(asked.language, TOO_OFTEN).format(seconds=ceil(wait)))
    account = _account(asked, name, address)
    if account is None:
        return _refused(asked, 403, say(asked.language, WRONG))
    site.lockout.succeeded(name, address)
    return _begun(asked, account)


def _account(asked: Asked, name: str, address: str) -> Account | None:
    site, password = asked.site, asked.form.get("password", "")
    try:
        return accounts.check(site.engine, site.passwords, name, password)
    except HubError:
        site.lockout.not_looked_at(name, address)
        raise


def _begun(asked: Asked, account: Account) -> Response:
    """Begin a session, in the language of the page on which the person signed in."""
    site, chosen = asked.site, asked.form.get("chosen")
    if chosen in tuple(Language):
        accounts.choose_language(site.engine, account.id, Language(chosen))
    old = cookies.token_of(asked.request, is_tls=site.is_tls)
    answer = RedirectResponse("/", 303)
    token = sessions.begin(site.engine, account, old, site.clock())
    cookies.give(answer, token, is_tls=site.is_tls)
    return answer


def _refused(asked: Asked, status: int, problem: str) -> Response:
    _log.warning("sign_in_refused", status=status)
    return _form(asked, status, problem)


def _form(asked: Asked, status: int = 200, problem: str = "") -> Response:
    name = asked.form.get("name", "")[: accounts.LONGEST_NAME]
    return render(asked, "sign_in.html", status, problem=problem, name=name)


PAGES = (
    Page("GET", "/sign-in", Action.SIGN_IN, show),
    Page("POST", "/sign-in", Action.SIGN_IN, take),
)
