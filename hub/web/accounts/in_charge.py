"""Who is in charge of an interview: shown in its head, put on and taken off by HR."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people.rights import Action, Role, may
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.interview import Interview
from hub.web.page import Page
from hub.web.scope import visible_to
from hub.workflow import interviews

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.responses import Response

    from hub.web.page import Asked


class Person(NamedTuple):
    """An account, as far as a page names it."""

    account_id: int
    name: str


class InCharge(NamedTuple):
    """Who is in charge, and who could be put in charge."""

    people: list[Person]
    others: list[Person]
    """Empty for whoever may not change it."""
    may_change: bool


def in_charge(asked: Asked, interview_id: str) -> InCharge:
    """Read who is in charge of an interview that the person may see."""
    wanted = (
        select(Account.id, Account.name)
        .join(Assignment, Assignment.account_id == Account.id)
        .where(Assignment.interview_id == interview_id)
        .order_by(Account.name)
    )
    with reading(asked.site.engine) as session:
        people = [Person(number, name) for number, name in session.execute(wanted)]
    may_change = may(asked.person.role, Action.SCHEDULE_INTERVIEWS)
    others = interviewers(asked.site.engine) if may_change else []
    return InCharge(people, [one for one in others if one not in people], may_change)


def interviewers(engine: Engine) -> list[Person]:
    """List whoever can be put in charge: interviewers who may sign in."""
    can = (
        Account.role == Role.INTERVIEWER.value,
        Account.disabled_at.is_(None),
        Account.is_waiting.is_(False),
    )
    with reading(engine) as session:
        rows = session.execute(select(Account.id, Account.name).where(*can).order_by(Account.name))
        return [Person(number, name) for number, name in rows]


def take(asked: Asked) -> Response:
    """Put somebody in charge, or take somebody off."""
    interview_id = _interview(asked)
    account_id, engine = asked.form.get("account", ""), asked.site.engine
    change = in_charge(asked, interview_id)
    if account_id in {str(one.account_id) for one in change.others}:
        interviews.assign(engine, interview_id, int(account_id), asked.person.actor)
    elif account_id in {str(one.account_id) for one in change.people}:
        interviews.unassign(engine, interview_id, int(account_id), asked.person.actor)
    else:
        raise HTTPException(400)
    return RedirectResponse(f"/interviews/{interview_id}#in-charge", 303)


def _interview(asked: Asked) -> str:
    wanted = select(Interview.interview_id).where(
        Interview.interview_id == asked.request.path_params["interview_id"],
        visible_to(asked.person, Action.SCHEDULE_INTERVIEWS),
    )
    with reading(asked.site.engine) as session:
        found = session.scalar(wanted)
    if found is None:
        raise HTTPException(404)
    return found


PAGES = (Page("POST", "/interviews/{interview_id}/in-charge", Action.SCHEDULE_INTERVIEWS, take),)
