"""`/step-up`: the password or a code once more, then on to where the person was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people import sessions
from hub.people.rights import Action
from hub.web.accounts.proof import account_of, problem_with
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.step_up import PATH
from hub.web.way_back import within_site

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Ask."""
    return _form(asked, asked.request.query_params.get("to", "/"))


def take(asked: Asked) -> Response:
    """Note it and go on, or ask again."""
    to = asked.form.get("to", "/")
    problem = problem_with(asked, asked.form.get("proof", ""))
    if problem:
        return _form(asked, to, 422, problem)
    sessions.step_up(asked.site.engine, asked.person, asked.site.clock())
    return RedirectResponse(within_site(to), 303)


def _form(asked: Asked, to: str, status: int = 200, problem: str = "") -> Response:
    return render(
        asked,
        "accounts/step_up.html",
        status,
        to=within_site(to),
        problem=problem,
        minutes=int(asked.site.step_up.total_seconds() // 60),
        is_enrolled=account_of(asked).totp is not None,
    )


PAGES = (
    Page("GET", PATH, Action.USE_OWN_ACCOUNT, show),
    Page("POST", PATH, Action.USE_OWN_ACCOUNT, take),
)
