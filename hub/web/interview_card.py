"""One's own scorecard: saved, looked over, submitted for good, and followed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState
from hub.web.interview import page as interview_page
from hub.web.interview_forms import acting, again, back
from hub.web.interview_record import load
from hub.web.page import Page
from hub.web.ratings.card_form import LARGEST, MOST_FIELDS, kept, missing, ratings_in, typed
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow.blind import look_unrated
from hub.workflow.ratings import job_of
from hub.workflow.scorecards import cards_of, follow, ratings_of, save, submit

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Save the draft; with a problem, show the page again with what was typed."""
    interview_id = asked.request.path_params["interview_id"]
    record = load(asked.site.engine, asked.person, interview_id, Action.RATE)
    fields = typed(record.job, asked.form, asked.language)
    if any(one.problem for one in fields):
        return interview_page(asked, record, fields=fields)
    try:
        with acting(asked, Action.RATE) as act:
            machine_first = asked.site.scorecards.show_machine_first
            save(act, ratings_in(fields), machine_first=machine_first)
    except RatingError as error:
        return again(asked, "scorecard", error)
    return _review(asked) if asked.form.get("go") == "review" else back(asked, "scorecard")


def show(asked: Asked) -> Response:
    """Show one's draft as it would be submitted, and what is missing."""
    wanted = select(Interview).where(
        Interview.interview_id == asked.request.path_params["interview_id"],
        visible_to(asked.person, Action.RATE),
    )
    with reading(asked.site.engine) as session:
        row = session.scalar(wanted)
        if row is None:
            raise HTTPException(404)
        cards = cards_of(session, row.interview_id, asked.person.account_id)
        if not cards or cards[-1].submitted_at is not None:
            return back(asked, "scorecard")
        ratings = ratings_of(session, cards[-1:])[cards[-1].id]
        job = job_of(session, row)
    return render(
        asked,
        "ratings/review.html",
        line=row,
        card=cards[-1],
        fields=kept(job, ratings, asked.language),
        missing=missing(job, ratings, asked.language),
        has_ended=row.state == InterviewState.ENDED.value,
    )


def send(asked: Asked) -> Response:
    """Submit the draft for good; what is missing is shown where it is looked over."""
    try:
        with acting(asked, Action.RATE) as act:
            job = job_of(act.session, act.session.get_one(Interview, act.interview_id))
            submit(act, [one.id for one in job.competencies])
    except RatingError:
        return _review(asked)
    return back(asked, "scores")


def begin_again(asked: Asked) -> Response:
    """Begin a card that follows the submitted one."""
    try:
        with acting(asked, Action.RATE) as act:
            follow(act, asked.form.get("reason", ""))
    except RatingError as error:
        return again(asked, "follow", error)
    return back(asked, "scorecard")


def look(asked: Asked) -> Response:
    """Show the scores to whoever does not rate this interview."""
    try:
        with acting(asked, Action.DECIDE) as act:
            look_unrated(act)
    except RatingError as error:
        return again(asked, "scorecard", error)
    return back(asked, "scores")


def _review(asked: Asked) -> Response:
    return RedirectResponse(
        f"/interviews/{asked.request.path_params['interview_id']}/scorecard", 303
    )


_CARD = "/interviews/{interview_id}/scorecard"
_SHOWN = "view_interview"
"""A form that cannot be taken is shown again, with the interview around it: a view like any."""
PAGES = (
    Page("POST", _CARD, Action.RATE, take, _SHOWN, largest_form=LARGEST, most_fields=MOST_FIELDS),
    Page("GET", _CARD, Action.RATE, show, "view_scorecard"),
    Page("POST", _CARD + "/submit", Action.RATE, send),
    Page("POST", _CARD + "/follow", Action.RATE, begin_again, _SHOWN),
    Page("POST", "/interviews/{interview_id}/look", Action.DECIDE, look, _SHOWN),
)
