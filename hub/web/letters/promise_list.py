"""`/promises`: what was promised to candidates: open, due soon, overdue, kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.promise import Promise
from hub.web.letters import words as letter_words
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.web.rendering import render, say
from hub.web.scope import visible_to
from hub.workflow.letters.figures import kept
from hub.workflow.promises import register
from wire import plan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked
    from wire.language import LocalText

PER_PAGE = 50
DAYS = 90
_MOST_DIGITS = 9
_ACTION = Action.RELEASE_FEEDBACK


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise with its interview."""

    row: Promise
    interview: Interview
    state: str

    @property
    def job(self) -> LocalText:
        """Give the job's title."""
        return plan.decode(self.interview.plan).job_title


def show(asked: Asked) -> Response:
    """Give one of the lists."""
    return _page(asked)


def keep(asked: Asked) -> Response:
    """Note that a promise was kept by another way than a letter."""
    number = str(asked.request.path_params["promise_id"])
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise HTTPException(404)
    wanted = (
        select(Promise)
        .join(Interview, Interview.interview_id == Promise.interview_id)
        .where(Promise.id == int(number), visible_to(asked.person, _ACTION))
    )
    try:
        with writing(asked.site.engine) as session:
            row = session.scalar(wanted)
            if row is None:
                raise HTTPException(404)
            reason = asked.form.get("reason", "")
            register.keep(session, asked.person, row, reason, asked.site.clock())
    except RatingError:
        return _page(asked, problem=int(number))
    return RedirectResponse("/promises", 303)


def _page(asked: Asked, problem: int | None = None) -> Response:
    query, now = asked.request.query_params, asked.site.clock()
    states = _states(now)
    text = query.get("page", "")
    page = (
        max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 1
    )
    with reading(asked.site.engine) as session:
        counts = _counts(session, asked, states)
        urgent = next((name for name in states if counts[name]), "open")
        state = query.get("state", "") if query.get("state") in states else urgent
        found = _listed(session, asked, state, states[state], page)
        unseen = hidden(asked, session, {one.row.interview_id for one in found}).colleagues
        figure = kept(session, now - timedelta(days=DAYS), now)
    return render(
        asked,
        "letters/promises.html",
        lines=found,
        unseen=unseen,
        state=state,
        counts=counts,
        page=page,
        has_more=page * PER_PAGE < counts[state],
        figure=figure,
        days=DAYS,
        problem=problem,
        problem_text=say(asked.language, letter_words.PROBLEMS["reason"]),
        typed=asked.form.get("reason", ""),
        letter_words=letter_words,
    )


def _states(now: datetime) -> dict[str, ColumnElement[bool]]:
    is_open = Promise.kept_at.is_(None)
    return {
        "overdue": is_open & (Promise.due_at <= now),
        "soon": is_open & (Promise.warn_at <= now) & (Promise.due_at > now),
        "open": is_open & (Promise.warn_at > now),
        "kept": Promise.kept_at.is_not(None),
    }


def _counts(
    session: Session, asked: Asked, states: dict[str, ColumnElement[bool]]
) -> dict[str, int]:
    wanted = (
        select(*(func.count().filter(one) for one in states.values()))
        .select_from(Promise)
        .join(Interview, Interview.interview_id == Promise.interview_id)
        .where(visible_to(asked.person, _ACTION))
    )
    return dict(zip(states, session.execute(wanted).one(), strict=True))


def _listed(
    session: Session, asked: Asked, state: str, condition: ColumnElement[bool], page: int
) -> list[PromiseLine]:
    order = Promise.kept_at.desc() if state == "kept" else Promise.due_at
    wanted = (
        select(Promise, Interview)
        .join(Interview, Interview.interview_id == Promise.interview_id)
        .where(condition, visible_to(asked.person, _ACTION))
        .order_by(order, Promise.id)
    )
    rows = session.execute(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return [PromiseLine(row, interview, state) for row, interview in rows]


PAGES = (
    Page("GET", "/promises", _ACTION, show, "list_promises"),
    Page(
        "POST",
        "/promises/{promise_id}/kept",
        _ACTION,
        keep,
        "list_promises",
        largest_form=32 * 1024,
    ),
)
