"""A sign-in that is under way: its next step, and its end in a whole session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people import accounts, sessions, signing_in
from hub.people.rights import Role
from hub.people.sessions import Stage
from hub.people.signing_in import Step
from hub.web import cookies
from hub.web.browser_name import browser_name
from hub.web.repeated import address_of
from wire.language import Language

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.people.signing_in import Half
    from hub.storage.tables.account import Account
    from hub.web.page import Asked

PATHS = {
    Step.CODE: "/sign-in/code",
    Step.ENROL: "/sign-in/second-factor",
    Step.OWN_PASSWORD: "/sign-in/password",
}


def begin_half(asked: Asked, account: Account) -> Response:
    """Note that the password was given, and go on to what is still wanted."""
    site = asked.site
    step = next_of(asked, account, Stage.BEGUN)
    if step is Step.NOTHING:
        return whole(asked, account)
    site.lockout.not_looked_at(account.name, address_of(asked.request))
    token = sessions.begin(site.engine, account, _old(asked), site.clock(), stage=Stage.BEGUN)
    return _with_cookie(asked, PATHS[step], token)


def next_of(asked: Asked, account: Account, stage: Stage) -> Step:
    """Say what is still wanted."""
    return signing_in.next_step(
        stage,
        is_enrolled=account.totp is not None,
        is_required=asked.site.second_factor.is_required(Role(account.role)),
        is_password_once=account.is_password_once,
    )


def half_of(asked: Asked) -> Half:
    """Give the sign-in under way; 401 leads back to the first step."""
    token = cookies.token_of(asked.request, is_tls=asked.site.is_tls)
    half = signing_in.find(asked.site.engine, token, asked.site.clock()) if token else None
    if half is None:
        raise HTTPException(401)
    if asked.request.method == "POST" and not half.sent(asked.form.get("csrf", "")):
        raise HTTPException(403)
    return half


def half_at(asked: Asked, step: Step) -> Half:
    """Give the sign-in under way if it wants `step`."""
    half = half_of(asked)
    if next_of(asked, half.account, half.stage) is not step:
        raise HTTPException(401)
    return half


def go_on(asked: Asked, half: Half, stage: Stage) -> Response:
    """Go to the next step, or begin the whole session."""
    step = next_of(asked, half.account, stage)
    if step is Step.NOTHING:
        return whole(asked, half.account)
    return RedirectResponse(f"{PATHS[step]}?language={asked.language}", 303)


def whole(asked: Asked, account: Account) -> Response:
    """Begin a whole session, in the language of the page on which the person signed in."""
    site, chosen = asked.site, asked.form.get("chosen")
    site.lockout.succeeded(account.name, address_of(asked.request))
    if chosen in tuple(Language):
        accounts.choose_language(site.engine, account.id, Language(chosen))
    browser = browser_name(asked.request.headers.get("user-agent", ""))
    token = sessions.begin(site.engine, account, _old(asked), site.clock(), browser=browser)
    return _with_cookie(asked, "/", token)


def _old(asked: Asked) -> str | None:
    return cookies.token_of(asked.request, is_tls=asked.site.is_tls)


def _with_cookie(asked: Asked, path: str, token: str) -> Response:
    there = path if path == "/" else f"{path}?language={asked.language}"
    answer = RedirectResponse(there, 303)
    cookies.give(answer, token, is_tls=asked.site.is_tls)
    return answer
