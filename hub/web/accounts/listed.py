"""`/accounts`: everybody who may sign in, and a new account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people import managing
from hub.people.errors import AccountError
from hub.people.managing import Leave, leave
from hub.people.rights import ACCOUNT_ROLES, Action, Role
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.web.accounts.numbers import page_number
from hub.web.accounts.problems import told
from hub.web.page import Page
from hub.web.rendering import render
from wire.language import Language

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

PER_PAGE = 50


def show(asked: Asked) -> Response:
    """Give the list."""
    return _page(asked)


def take(asked: Asked) -> Response:
    """Make an account, and show its first password once."""
    form, site = asked.form, asked.site
    role, language = form.get("role", ""), form.get("language", "")
    if role not in _givable(asked) or language not in tuple(Language):
        return _page(asked, 422)
    try:
        account_id, password = managing.add(
            site.engine,
            asked.person,
            form.get("name", ""),
            Role(role),
            Language(language),
            site.passwords,
        )
    except AccountError as error:
        return _page(asked, 422, told(error, asked.language))
    with reading(site.engine) as session:
        made = session.get_one(Account, account_id)
    return _page(asked, made=made, password=password)


def _page(
    asked: Asked,
    status: int = 200,
    problem: str = "",
    made: Account | None = None,
    password: str = "",
) -> Response:
    number = page_number(asked)
    with reading(asked.site.engine) as session:
        total = session.scalar(select(func.count()).select_from(Account)) or 0
        wanted = select(Account).order_by(Account.is_waiting.desc(), Account.name)
        rows = session.scalars(wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return render(
        asked,
        "accounts/accounts.html",
        status,
        rows=rows,
        total=total,
        roles=_givable(asked),
        waits=[role for role in _givable(asked) if _leave(asked, role) is Leave.CONFIRMED],
        form=asked.form if problem else {},
        problem=problem,
        made=made,
        password=password,
        newer=f"/accounts?page={number - 1}" if number > 1 else None,
        older=f"/accounts?page={number + 1}" if number * PER_PAGE < total else None,
    )


def _givable(asked: Asked) -> list[Role]:
    return [role for role in ACCOUNT_ROLES if _leave(asked, role) is not Leave.NO]


def _leave(asked: Asked, role: Role) -> Leave:
    return leave(asked.person.role, role)


PAGES = (
    Page("GET", "/accounts", Action.MANAGE_ACCOUNTS, show, "list_accounts"),
    Page("POST", "/accounts", Action.MANAGE_ACCOUNTS, take, needs_step_up=True),
)
