"""A form on an interview: whether the person may, one transaction, and where it leads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.web.interview import page
from hub.web.interview_record import load
from hub.web.ratings.hiding import hidden
from hub.web.ratings.panel import Problem
from hub.web.ratings.words import PROBLEMS
from hub.web.rendering import say
from hub.web.scope import visible_to
from hub.workflow.act import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from hub.people.rights import Action
    from hub.web.page import Asked


@contextmanager
def acting(asked: Asked, action: Action) -> Iterator[Act]:
    """Give the change to the interview that the path names; 404 for any other, existing or not."""
    interview_id = asked.request.path_params["interview_id"]
    wanted = select(Interview.interview_id).where(
        Interview.interview_id == interview_id, visible_to(asked.person, action)
    )
    with writing(asked.site.engine) as session:
        if session.scalar(wanted) is None:
            raise HTTPException(404)
        yield Act(session, asked.person, interview_id, asked.site.clock())


def back(asked: Asked, place: str) -> RedirectResponse:
    """Go to a place on the interview's page."""
    return RedirectResponse(f"/interviews/{asked.request.path_params['interview_id']}#{place}", 303)


def refuse_unseen(asked: Asked, act: Act) -> None:
    """Refuse what is only for a person who has what people said in sight; raises RatingError."""
    if act.interview_id in hidden(asked, act.session, [act.interview_id]).colleagues:
        raise RatingError("The ratings are still hidden from this person.", "unseen")


def again(asked: Asked, place: str, error: RatingError) -> Response:
    """Show the interview's page with what was typed, and in words what is wrong with it."""
    record = load(asked.site.engine, asked.person, asked.request.path_params["interview_id"])
    place = "scorecard" if error.what == "unseen" else place
    problem = Problem(place, say(asked.language, PROBLEMS[error.what]), asked.form)
    return page(asked, record, problem=problem)
