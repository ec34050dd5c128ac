"""`/alarms`: what repeated until a person should look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import UnknownError
from hub.people import alarms
from hub.people.alarms import CODE, LIMITS, Due, Kind
from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.alarm import Alarm
from hub.web.accounts.numbers import row_number
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.words import marked

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

PER_PAGE = 50
_ACCOUNT = "account:"


class Words(NamedTuple):
    """What an alarm says, and what to do."""

    title: str
    advice: str


WORDS = {
    Kind.REFUSED.value: Words(
        marked("Pages were asked for that the role may not see"),
        marked("Ask the person. If it was somebody else, disable the account at once."),
    ),
    Kind.WRONG_SIGN_INS.value: Words(
        marked("Wrong passwords from one address"),
        marked("Somebody guesses, or a stored password is old. Find out who sits there."),
    ),
    Kind.WRONG_CODES.value: Words(
        marked("Wrong second factors, or wrong passwords within a session"),
        marked("Whoever types them may know the password: ask the person, and have it changed."),
    ),
    Kind.MANY_OPENINGS.value: Words(
        marked("Very many recordings and transcripts were opened"),
        marked(
            "If it was somebody else, disable the account. "
            "The session must give the password again in any case."
        ),
    ),
    Kind.WRONG_LINKS.value: Words(
        marked("Wrong candidates' links from one address"),
        marked("Somebody guesses links, or a letter was misprinted. Links cannot be guessed."),
    ),
    Due.SUMMARY_LATE.value: Words(
        marked("A summary is not released 45 minutes after its interview"),
        marked("Read and release it on the page of letters: candidates have it within 60 minutes."),
    ),
    Due.PROMISE_DUE.value: Words(
        marked("A promised answer is due within half a working day"),
        marked("Decide and release the letter, or note on the page of promises how it was kept."),
    ),
    Due.PROMISE_BROKEN.value: Words(
        marked("A promised answer was not given in time"),
        marked("Answer the candidate now, then note on the page of promises what was done."),
    ),
    Due.MAIL_IN_DOUBT.value: Words(
        marked("Nobody knows whether a letter reached the mail server"),
        marked(
            "Find out whether it arrived, and say so on the letter's page. It is not sent twice."
        ),
    ),
}


def show(asked: Asked) -> Response:
    """Give the alarms, those that nobody has seen yet first."""
    is_seen = Alarm.seen_at.is_not(None)
    wanted = select(Alarm).order_by(is_seen, Alarm.last_at.desc()).limit(PER_PAGE)
    with reading(asked.site.engine) as session:
        rows = session.scalars(wanted).all()
        total = session.scalar(select(func.count()).select_from(Alarm)) or 0
        named = session.execute(select(Account.id, Account.name))
        names = {number: name for number, name in named}  # noqa: C416 - rows are no pairs to mypy
    return render(
        asked,
        "accounts/alarms.html",
        rows=rows,
        total=total,
        names=names,
        known=WORDS,
        code=CODE,
        limits=[(WORDS[kind.value].title, LIMITS[kind]) for kind in Kind],
        name_of=lambda who: (
            names.get(int(who.removeprefix(_ACCOUNT))) if who.startswith(_ACCOUNT) else None
        ),
    )


def take(asked: Asked) -> Response:
    """Note that a person has seen it."""
    alarm_id = row_number(asked, "alarm_id")
    try:
        alarms.seen(asked.site.engine, alarm_id, asked.person.account_id, asked.site.clock())
    except UnknownError as error:
        raise HTTPException(404) from error
    return RedirectResponse("/alarms", 303)


PAGES = (
    Page("GET", "/alarms", Action.SEE_ALARMS, show, "list_alarms"),
    Page("POST", "/alarms/{alarm_id}/seen", Action.SEE_ALARMS, take),
)
