"""`/account`: one's own password and sessions, and where the second factor stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import RedirectResponse

from hub.people import accounts, audit, sessions
from hub.people.errors import AccountError
from hub.people.rights import Action
from hub.people.sessions import Stage
from hub.storage.database import reading, writing
from hub.storage.tables.session import SessionRow
from hub.web.accounts.new_password import new_password
from hub.web.accounts.proof import account_of, problem_with
from hub.web.page import Page
from hub.web.rendering import render, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Give the page."""
    return _page(asked)


def take_password(asked: Asked) -> Response:
    """Change the password; everywhere else the session ends."""
    site, person = asked.site, asked.person
    wrong = problem_with(asked, asked.form.get("old", ""))
    if wrong:
        return _page(asked, 422, old_problem=wrong)
    try:
        password = new_password(asked, account_of(asked))
    except AccountError as error:
        return _page(asked, 422, problem=say(asked.language, error.args[0]))
    accounts.set_own_password(
        site.engine, person.account_id, password, site.passwords, person.session
    )
    return RedirectResponse("/account?done=password", 303)


def end_others(asked: Asked) -> Response:
    """End the sessions that are open elsewhere."""
    person = asked.person
    with writing(asked.site.engine) as session:
        sessions.end_all(session, person.account_id, but=person.session)
        audit.record(session, person.actor, "end_other_sessions", str(person.account_id))
    return RedirectResponse("/account?done=sessions", 303)


def _page(asked: Asked, status: int = 200, problem: str = "", old_problem: str = "") -> Response:
    account, factor = account_of(asked), asked.site.second_factor
    return render(
        asked,
        "accounts/own.html",
        status,
        account=account,
        codes_left=factor.recovery_codes_left(account.id),
        is_required=factor.is_required(asked.person.role),
        sessions=_sessions(asked),
        problem=problem,
        old_problem=old_problem,
        done=asked.request.query_params.get("done", ""),
    )


def _sessions(asked: Asked) -> Sequence[SessionRow]:
    own = (
        SessionRow.account_id == asked.person.account_id,
        SessionRow.stage == Stage.WHOLE.value,
        SessionRow.expires_at > asked.site.clock(),
    )
    with reading(asked.site.engine) as session:
        rows = select(SessionRow).where(*own).order_by(SessionRow.created_at.desc())
        return session.scalars(rows.limit(20)).all()


PAGES = (
    Page("GET", "/account", Action.USE_OWN_ACCOUNT, show),
    Page("POST", "/account/password", Action.USE_OWN_ACCOUNT, take_password),
    Page("POST", "/account/sessions", Action.USE_OWN_ACCOUNT, end_others),
)
