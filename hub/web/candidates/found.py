"""The candidate or résumé that an address names, if the person may see it; 404 for any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException

from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.resume import Resume
from hub.web.scope import candidates_visible_to

if TYPE_CHECKING:
    from hub.people.rights import Action
    from hub.web.page import Asked


def candidate_for(asked: Asked, action: Action, candidate_id: str | None = None) -> Candidate:
    """Give a candidate whom the person may do `action` to; the address's unless one is named."""
    wanted = candidate_id or asked.request.path_params["candidate_id"]
    visible = candidates_visible_to(asked.person, action)
    with reading(asked.site.engine) as session:
        row = session.scalar(select(Candidate).where(Candidate.candidate_id == wanted, visible))
    if row is None:
        raise HTTPException(404)
    return row


def resume_for(asked: Asked, action: Action) -> Resume:
    """Give the address's résumé, if the person may do `action` to its candidate."""
    wanted = Resume.resume_id == asked.request.path_params["resume_id"]
    with reading(asked.site.engine) as session:
        row = session.scalar(
            select(Resume)
            .join(Candidate, Candidate.candidate_id == Resume.candidate_id)
            .where(wanted, candidates_visible_to(asked.person, action))
        )
    if row is None:
        raise HTTPException(404)
    return row
