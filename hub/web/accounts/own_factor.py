"""`/account/second-factor`: one's own authenticator and recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people import audit, second_factor
from hub.people.rights import Action
from hub.storage.database import writing
from hub.web.accounts.enrolment import offered
from hub.web.accounts.proof import account_of
from hub.web.accounts.steps import WRONG_CODE
from hub.web.page import Page
from hub.web.rendering import render, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Show the secret of a new authenticator; the old one is good until this one is proved."""
    return _page(asked)


def take(asked: Asked) -> Response:
    """Keep it once a code proves it, and show the recovery codes once."""
    account, factor = account_of(asked), asked.site.second_factor
    secret = factor.secret_for(asked.person.session, account)
    codes = factor.enrol(account, secret, asked.form.get("code", ""), asked.site.clock())
    if codes is None:
        return _page(asked, 422, say(asked.language, WRONG_CODE))
    return render(asked, "accounts/codes_of_account.html", codes=codes)


def take_codes(asked: Asked) -> Response:
    """Show ten new recovery codes, once; those before are good no more."""
    account = account_of(asked)
    if account.totp is None:
        raise HTTPException(400)
    codes = asked.site.second_factor.new_recovery_codes(account.id, asked.site.clock())
    return render(asked, "accounts/codes_of_account.html", codes=codes)


def remove(asked: Asked) -> Response:
    """Do without, where the deployment lets one."""
    person = asked.person
    if asked.site.second_factor.is_required(person.role):
        raise HTTPException(400)
    with writing(asked.site.engine) as session:
        second_factor.take_away(session, person.account_id)
        audit.record(session, person.actor, "remove_second_factor", str(person.account_id))
    return RedirectResponse("/account?done=removed", 303)


def _page(asked: Asked, status: int = 200, problem: str = "") -> Response:
    account = account_of(asked)
    shown = offered(asked, asked.person.session, account)
    is_new = account.totp is None
    return render(
        asked, "accounts/own_factor.html", status, shown=shown, problem=problem, is_new=is_new
    )


def _private(
    method: Literal["GET", "POST"], path: str, answer: Callable[[Asked], Response]
) -> Page:
    return Page(method, path, Action.USE_OWN_ACCOUNT, answer, needs_step_up=True)


PAGES = (
    _private("GET", "/account/second-factor", show),
    _private("POST", "/account/second-factor", take),
    _private("POST", "/account/recovery-codes", take_codes),
    _private("POST", "/account/second-factor/remove", remove),
)
