"""`/accounts/{id}`: one account, and what may be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people import managing
from hub.people.errors import AccountError
from hub.people.managing import leave
from hub.people.rights import Action, Role, sees_content
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.web.accounts.numbers import row_number
from hub.web.accounts.problems import told
from hub.web.page import Page
from hub.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from starlette.responses import Response

    from hub.people.sessions import Visitor
    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Give the account."""
    return _page(asked)


def reset_password(asked: Asked) -> Response:
    """Show another first password, once."""
    site = asked.site
    try:
        password = managing.reset_password(site.engine, asked.person, _id(asked), site.passwords)
    except AccountError as error:
        return _page(asked, 422, told(error, asked.language))
    return _page(asked, password=password)


def reset_second_factor(asked: Asked) -> Response:
    """Let the person set up a new one at the next sign-in."""
    return _done(asked, lambda: managing.reset_second_factor(*_whom(asked)))


def disable(asked: Asked) -> Response:
    """Let nobody sign in to it."""
    return _done(asked, lambda: managing.disable(*_whom(asked), asked.site.clock()))


def enable(asked: Asked) -> Response:
    """Let its owner sign in again."""
    return _done(asked, lambda: managing.enable(*_whom(asked)))


def confirm(asked: Asked) -> Response:
    """Let it in."""
    return _done(asked, lambda: managing.confirm(*_whom(asked)))


def _done(asked: Asked, act: Callable[[], None]) -> Response:
    try:
        act()
    except AccountError as error:
        return _page(asked, 422, told(error, asked.language))
    return RedirectResponse(f"/accounts/{_id(asked)}", 303)


def _whom(asked: Asked) -> tuple[Engine, Visitor, int]:
    return asked.site.engine, asked.person, _id(asked)


def _id(asked: Asked) -> int:
    return row_number(asked, "account_id")


def _page(asked: Asked, status: int = 200, problem: str = "", password: str = "") -> Response:
    with reading(asked.site.engine) as session:
        row = session.get(Account, _id(asked))
    if row is None:
        raise HTTPException(404)
    role = Role(row.role)
    return render(
        asked,
        "accounts/account.html",
        status,
        row=row,
        is_own=row.id == asked.person.account_id,
        how=leave(asked.person.role, role).value,
        may_confirm=row.is_waiting and sees_content(asked.person.role),
        is_required=asked.site.second_factor.is_required(role),
        problem=problem,
        password=password,
    )


def _act(name: str, act: Callable[[Asked], Response]) -> Page:
    path = f"/accounts/{{account_id}}/{name}"
    return Page("POST", path, Action.MANAGE_ACCOUNTS, act, needs_step_up=True)


PAGES = (
    Page("GET", "/accounts/{account_id}", Action.MANAGE_ACCOUNTS, show, "view_account"),
    _act("password", reset_password),
    _act("second-factor", reset_second_factor),
    _act("disable", disable),
    _act("enable", enable),
    _act("confirm", confirm),
)
