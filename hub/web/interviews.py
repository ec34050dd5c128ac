"""`/interviews`: the list, the page that HR opens every morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState
from hub.web.interview_list import PER_PAGE, Filter, count, job_titles, newest_first
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.web.rendering import render
from hub.web.scores import ScoreView, score_view
from wire import plan

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from hub.web.page import Asked

_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    interview_id: str
    candidate: str
    is_sample: bool
    job: str
    state: str
    help_wanted_at: datetime | None
    ending: str | None
    spoken: str | None
    """The interview's language."""
    at: datetime
    """When it began, else when it was scheduled."""
    duration: float | None
    """Seconds."""
    score: ScoreView | None
    is_hidden: bool
    """The person may rate it, and has not yet: the score is not in sight."""


def show(asked: Asked) -> Response:
    """Give the list."""
    wanted = Filter.of(asked.request.query_params)
    page = _page_number(asked.request.query_params.get("page", ""))
    is_running = Interview.state == InterviewState.RUNNING.value
    with reading(asked.site.engine) as session:
        total = count(session, asked.person, *wanted.conditions())
        running = count(session, asked.person, is_running)
        rows = newest_first(session, asked.person, wanted, page)
        unseen = hidden(asked, session, [row.interview_id for row, _, _ in rows]).machine
        titles = job_titles(session)
    return render(
        asked,
        "interviews.html",
        lines=[_line(asked, row, result, lasted, unseen) for row, result, lasted in rows],
        may_compare=may(asked.person.role, Action.COMPARE),
        may_schedule=may(asked.person.role, Action.SCHEDULE_INTERVIEWS),
        may_watch=may(asked.person.role, Action.WATCH_LIVE),
        jobs={job_id: title.of(asked.language) for job_id, title in titles.items()},
        wanted=wanted,
        total=total,
        running=running,
        newer=wanted.address(page - 1) if page > 1 else None,
        older=wanted.address(page + 1) if page * PER_PAGE < total else None,
    )


def _line(
    asked: Asked, row: Interview, result: str | None, lasted: float | None, unseen: frozenset[str]
) -> Line:
    is_hidden = row.interview_id in unseen
    return Line(
        interview_id=row.interview_id,
        candidate=row.candidate.name,
        is_sample=row.candidate.is_sample,
        job=plan.decode(row.plan).job_title.of(asked.language),
        state=row.state,
        help_wanted_at=row.help_wanted_at,
        ending=row.ending,
        spoken=row.language,
        at=row.began_at or row.scheduled_at,
        duration=lasted,
        score=score_view(result, asked.language) if result and not is_hidden else None,
        is_hidden=is_hidden and result is not None,
    )


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(_MOST_PAGES))
    return max(1, int(text)) if is_number else 1


PAGES = (Page("GET", "/interviews", Action.LIST_INTERVIEWS, show, "list_interviews"),)
