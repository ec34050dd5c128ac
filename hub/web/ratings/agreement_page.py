"""`/agreement`: how far the people who rate agree, over all interviews one may see but samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people.rights import Action
from hub.scoring.agreement_intervals import ENOUGH_INTERVIEWS, agreement
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.rating import Rating
from hub.storage.tables.scorecard import Scorecard
from hub.web.interview_list import job_titles
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow.blind import seen_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.scoring.agreement_intervals import Cards
    from hub.web.page import Asked

MOST_INTERVIEWS = 300
"""The newest ones: what is measured is how people rate now."""


def show(asked: Asked) -> Response:
    """Give r_wg, ICC and alpha with their intervals, or how many interviews are missing."""
    job = asked.request.query_params.get("job", "")[:64]
    with reading(asked.site.engine) as session:
        titles = job_titles(session)
        found = _first_cards(asked, session, job)
    return render(
        asked,
        "ratings/agreement.html",
        jobs={job_id: title.of(asked.language) for job_id, title in titles.items()},
        job=job,
        found=agreement(found),
        enough=ENOUGH_INTERVIEWS,
        most=MOST_INTERVIEWS,
    )


def _first_cards(asked: Asked, session: Session, job: str) -> list[Cards]:
    """Give each interview's first cards: those that were written without seeing colleagues'."""
    newest = (
        select(Scorecard.interview_id)
        .join(Interview, Interview.interview_id == Scorecard.interview_id)
        .where(
            Scorecard.number == 1,
            Scorecard.submitted_at.is_not(None),
            visible_to(asked.person, Action.COMPARE),
            seen_by(asked.person),
            ~Interview.candidate.has(Candidate.is_sample),
        )
        .group_by(Scorecard.interview_id)
        .order_by(func.max(Scorecard.submitted_at).desc())
        .limit(MOST_INTERVIEWS)
    )
    if job:
        newest = newest.where(Interview.job_id == job)
    rows = session.execute(
        select(Scorecard.interview_id, Scorecard.account_id, Rating.competency, Rating.value)
        .join(Rating, Rating.scorecard_id == Scorecard.id)
        .where(
            Scorecard.interview_id.in_(newest),
            Scorecard.number == 1,
            Scorecard.submitted_at.is_not(None),
        )
    )
    cards: dict[str, dict[int, dict[str, int | None]]] = {}
    for interview_id, rater, competency, value in rows:
        cards.setdefault(interview_id, {}).setdefault(rater, {})[competency] = value
    return [cards[one] for one in sorted(cards)]


PAGES = (Page("GET", "/agreement", Action.COMPARE, show, "view_agreement"),)
