"""`/candidates/{id}`: one person's whole file on one page, masked until asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action, may
from hub.storage.tables.candidate_detail import Detail
from hub.web.candidates.fields_view import resume_views
from hub.web.candidates.found import candidate_for
from hub.web.candidates.record import load
from hub.web.candidates.words import (
    DEGREES,
    DETAILS,
    KINDS,
    SAME_DETAIL,
    SAME_NAME_AND_RESUME,
)
from hub.web.page import Page
from hub.web.ratings.words import OUTCOMES
from hub.web.rendering import render
from hub.web.repeated import opened as note_opening
from hub.web.scores import score_view
from hub.workflow.candidate_file import open_detail
from wire import plan

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.storage.tables.interview import Interview
    from hub.web.page import Asked


def show(asked: Asked) -> Response:
    """Give the page; every sensitive detail stays masked."""
    return page(asked, {}, "")


def reveal(asked: Asked) -> Response:
    """Show one detail in the clear, once, for one audit entry."""
    row = candidate_for(asked, Action.SEE_IDENTITY)
    wanted = asked.form.get("kind", "")
    if wanted not in tuple(Detail):
        return back(asked)
    kind = Detail(wanted)
    site = asked.site
    note_opening(site, asked.person)
    text = open_detail(site.engine, site.keeper, row.candidate_id, kind, asked.person.actor)
    return page(asked, {kind: text}, "")


def back(asked: Asked) -> Response:
    """Go to the candidate: a page that was opened by a form has no address of its own."""
    row = candidate_for(asked, Action.LIST_CANDIDATES)
    return RedirectResponse(f"/candidates/{row.candidate_id}", 303)


def page(asked: Asked, opened: dict[Detail, str], problem: str) -> Response:
    """Give the page with the details that were opened, or what was wrong with a file."""
    candidate_id = asked.request.path_params["candidate_id"]
    first = asked.site.scorecards.show_machine_first
    record = load(asked.site.engine, asked.person, candidate_id, machine_first=first)
    role = asked.person.role
    scores = {one: score_view(said, asked.language) for one, said in record.results.items()}
    return render(
        asked,
        "candidates/candidate.html",
        record=record,
        opened=opened,
        problem=problem,
        details=DETAILS,
        same_detail=SAME_DETAIL,
        same_name=SAME_NAME_AND_RESUME,
        kinds=KINDS,
        degrees=DEGREES,
        outcomes=OUTCOMES,
        scores=scores,
        titles={one.interview_id: _title(asked, one) for one in record.interviews},
        resumes=resume_views(record.resumes, record.fields),
        may_edit=may(role, Action.EDIT_CANDIDATES),
        may_unmask=may(role, Action.SEE_IDENTITY),
        may_play=may(role, Action.PLAY_RECORDINGS),
        may_read=may(role, Action.READ_RESUMES),
        reads_words=may(role, Action.READ_TRANSCRIPTS),
    )


def _title(asked: Asked, row: Interview) -> str:
    return plan.decode(row.plan).job_title.of(asked.language)


PAGES = (
    Page(
        "GET",
        "/candidates/{candidate_id}",
        Action.LIST_CANDIDATES,
        show,
        audited="view_candidate",
    ),
    Page(
        "POST",
        "/candidates/{candidate_id}/reveal",
        Action.SEE_IDENTITY,
        reveal,
        audited="view_candidate",
        needs_step_up=True,
    ),
    Page("GET", "/candidates/{candidate_id}/reveal", Action.LIST_CANDIDATES, back),
)
