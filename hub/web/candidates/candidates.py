"""`/candidates`: everybody whose file one may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.web.candidates.listing import PER_PAGE, Filter, count, newest_first, sittings
from hub.web.interview_list import job_titles
from hub.web.page import Page
from hub.web.rendering import render

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.storage.tables.candidate import Candidate
    from hub.web.candidates.listing import Sitting
    from hub.web.page import Asked

_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    row: Candidate
    newest: Sitting | None
    interviews: int


def show(asked: Asked) -> Response:
    """Give the list."""
    wanted = Filter.of(asked.request.query_params)
    page = page_number(asked.request.query_params.get("page", ""))
    with reading(asked.site.engine) as session:
        total = count(session, asked.person, wanted)
        rows = newest_first(session, asked.person, wanted, page)
        held = sittings(session, asked.person, [row.candidate_id for row in rows])
        titles = job_titles(session)
    return render(
        asked,
        "candidates/candidates.html",
        lines=[_line(row, held[row.candidate_id]) for row in rows],
        jobs={job_id: title.of(asked.language) for job_id, title in titles.items()},
        wanted=wanted,
        total=total,
        may_edit=may(asked.person.role, Action.EDIT_CANDIDATES),
        newer=wanted.address(page - 1) if page > 1 else None,
        older=wanted.address(page + 1) if page * PER_PAGE < total else None,
    )


def _line(row: Candidate, held: list[Sitting]) -> Line:
    return Line(row, held[0] if held else None, len(held))


def page_number(text: str) -> int:
    """Read a page's number from the address; 1 for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(_MOST_PAGES))
    return max(1, int(text)) if is_number else 1


PAGES = (Page("GET", "/candidates", Action.LIST_CANDIDATES, show, "list_candidates"),)
