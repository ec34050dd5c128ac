"""`/sign-in/…`: the steps after the password; whoever is half way sees no other page."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import structlog

from hub.people import accounts, signing_in
from hub.people.alarms import Kind
from hub.people.audit import actor_of
from hub.people.errors import AccountError
from hub.people.rights import Action
from hub.people.sessions import Stage
from hub.people.signing_in import Step
from hub.web import watched
from hub.web.accounts.enrolment import offered
from hub.web.accounts.half import go_on, half_at, half_of, whole
from hub.web.accounts.new_password import new_password
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.repeated import address_of, repeated
from hub.web.words import marked

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.people.signing_in import Half
    from hub.web.page import Asked

WRONG_CODE = marked("This code is wrong, or was used before. Type the one that is shown now.")
TOO_OFTEN = marked("Too many tries. Please wait {seconds} s, then try again.")
_log = structlog.get_logger()


def show_code(asked: Asked) -> Response:
    """Ask for the second factor."""
    return _code(asked, half_at(asked, Step.CODE))


def take_code(asked: Asked) -> Response:
    """Take the second factor; a wrong one counts like a wrong password."""
    half = half_at(asked, Step.CODE)
    site, account = asked.site, half.account
    address, now = address_of(asked.request), site.monotonic()
    wait = site.lockout.take_code(account.id, account.name, address, now)
    if wait > 0:
        problem = say(asked.language, TOO_OFTEN).format(seconds=ceil(wait))
        return _code(asked, half, 429, problem)
    if not site.second_factor.check(account, asked.form.get("code", ""), site.clock()):
        _log.warning("second_factor_refused")
        actor = actor_of(account.id)
        repeated(site, Kind.WRONG_CODES, actor)
        watched.written(site, TAKING_CODE, actor, "", 403, is_stranger=False)
        return _code(asked, half, 403, say(asked.language, WRONG_CODE))
    site.lockout.code_was_good(account.id)
    signing_in.passed(site.engine, half)
    return go_on(asked, half, Stage.FACTOR)


def show_enrolment(asked: Asked) -> Response:
    """Show the secret of a new second factor."""
    return _enrolment(asked, half_at(asked, Step.ENROL))


def take_enrolment(asked: Asked) -> Response:
    """Keep the second factor once a code proves it, and show the recovery codes once."""
    half = half_at(asked, Step.ENROL)
    factor, now = asked.site.second_factor, asked.site.clock()
    secret = factor.secret_for(half.session, half.account)
    codes = factor.enrol(half.account, secret, asked.form.get("code", ""), now)
    if codes is None:
        return _enrolment(asked, half, 422, say(asked.language, WRONG_CODE))
    signing_in.passed(asked.site.engine, half)
    return render(
        asked, "accounts/codes_for_gate.html", codes=codes, csrf=half.csrf, to="/sign-in/go-on"
    )


def take_go_on(asked: Asked) -> Response:
    """Go on from the recovery codes."""
    half = half_of(asked)
    return go_on(asked, half, half.stage)


def show_password(asked: Asked) -> Response:
    """Ask for a password of one's own."""
    return _password(asked, half_at(asked, Step.OWN_PASSWORD))


def take_password(asked: Asked) -> Response:
    """Keep it in place of the one that somebody else knows."""
    half = half_at(asked, Step.OWN_PASSWORD)
    site = asked.site
    try:
        password = new_password(asked, half.account)
    except AccountError as error:
        return _password(asked, half, 422, say(asked.language, error.args[0]))
    accounts.set_own_password(site.engine, half.account.id, password, site.passwords, half.session)
    return whole(asked, half.account)


def _code(asked: Asked, half: Half, status: int = 200, problem: str = "") -> Response:
    return render(asked, "accounts/code.html", status, csrf=half.csrf, problem=problem)


def _enrolment(asked: Asked, half: Half, status: int = 200, problem: str = "") -> Response:
    shown = offered(asked, half.session, half.account)
    values = {"csrf": half.csrf, "problem": problem, "to": "/sign-in/second-factor"}
    return render(asked, "accounts/enrol.html", status, **shown, **values)


def _password(asked: Asked, half: Half, status: int = 200, problem: str = "") -> Response:
    return render(asked, "accounts/own_password.html", status, csrf=half.csrf, problem=problem)


TAKING_CODE = Page("POST", "/sign-in/code", Action.SIGN_IN, take_code)
PAGES = (
    Page("GET", "/sign-in/code", Action.SIGN_IN, show_code),
    TAKING_CODE,
    Page("GET", "/sign-in/second-factor", Action.SIGN_IN, show_enrolment),
    Page("POST", "/sign-in/second-factor", Action.SIGN_IN, take_enrolment),
    Page("POST", "/sign-in/go-on", Action.SIGN_IN, take_go_on),
    Page("GET", "/sign-in/password", Action.SIGN_IN, show_password),
    Page("POST", "/sign-in/password", Action.SIGN_IN, take_password),
)
