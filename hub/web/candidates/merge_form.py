"""`/candidates/{id}/merge`: a person sees both files, confirms, and they become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from starlette.responses import RedirectResponse

from hub.people import audit
from hub.people.rights import Action
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.resume import Resume
from hub.web.candidates.found import candidate_for
from hub.web.candidates.words import DETAILS
from hub.web.page import Page
from hub.web.rendering import render
from hub.workflow.candidate_errors import MergeError
from hub.workflow.candidate_file import masks
from hub.workflow.merging import merge

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.storage.tables.candidate import Candidate
    from hub.web.page import Asked


def ask(asked: Asked) -> Response:
    """Show what will move, before anything does."""
    kept = candidate_for(asked, Action.EDIT_CANDIDATES)
    other = asked.request.query_params.get("with", "")
    if not other or other == kept.candidate_id:
        return _to(kept)
    return _confirm(asked, kept, candidate_for(asked, Action.EDIT_CANDIDATES, other), refused=False)


def take(asked: Asked) -> Response:
    """Merge; a running interview refuses it."""
    kept = candidate_for(asked, Action.EDIT_CANDIDATES)
    other = asked.form.get("with", "")
    if not other or other == kept.candidate_id:
        return _to(kept)
    merged = candidate_for(asked, Action.EDIT_CANDIDATES, other)
    try:
        merge(asked.site.engine, kept.candidate_id, merged.candidate_id, asked.person.actor)
    except MergeError:
        return _confirm(asked, kept, merged, refused=True)
    return _to(kept)


def _to(kept: Candidate) -> Response:
    return RedirectResponse(f"/candidates/{kept.candidate_id}", 303)


def _confirm(asked: Asked, kept: Candidate, merged: Candidate, *, refused: bool) -> Response:
    with writing(asked.site.engine) as session:
        for row in (kept, merged):
            audit.record(session, asked.person.actor, "view_candidate", row.candidate_id)
        sides = [
            (row, masks(session, row.candidate_id), _counts(session, row.candidate_id))
            for row in (kept, merged)
        ]
    return render(
        asked,
        "candidates/merge.html",
        kept=kept,
        merged=merged,
        sides=sides,
        details=DETAILS,
        refused=refused,
    )


def _counts(session: Session, candidate_id: str) -> tuple[int, int]:
    """Count a candidate's interviews and résumés."""
    interviews = select(func.count()).where(Interview.candidate_id == candidate_id)
    resumes = select(func.count()).where(Resume.candidate_id == candidate_id)
    return session.scalar(interviews) or 0, session.scalar(resumes) or 0


PAGES = (
    Page("GET", "/candidates/{candidate_id}/merge", Action.EDIT_CANDIDATES, ask),
    Page("POST", "/candidates/{candidate_id}/merge", Action.EDIT_CANDIDATES, take),
)
