"""The newest résumé beside an interview's questions: fields at once, the text when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.resume import Resume
from hub.web.candidates.fields_view import resume_views
from hub.web.candidates.record import fields_of
from hub.web.candidates.words import DEGREES, KINDS
from hub.web.scope import candidates_visible_to

if TYPE_CHECKING:
    from hub.web.page import Asked


def resume_panel(asked: Asked, candidate_id: str) -> dict[str, object]:
    """Give what `candidates/resume_panel.html` needs; include it where `resume_panel` is set.

    `resume_panel` is none for whoever may not read résumés.
    """
    if not may(asked.person.role, Action.READ_RESUMES):
        return {"resume_panel": None}
    visible = candidates_visible_to(asked.person, Action.READ_RESUMES)
    newest = (
        select(Resume)
        .join(Candidate, Candidate.candidate_id == Resume.candidate_id)
        .where(Resume.candidate_id == candidate_id, visible)
        .order_by(Resume.uploaded_at.desc())
        .limit(1)
    )
    with reading(asked.site.engine) as session:
        row = session.scalar(newest)
        fields = fields_of(session, [row.resume_id]) if row else {}
    one = resume_views([row], fields)[0] if row else None
    panel = {"candidate_id": candidate_id, "one": one, "kinds": KINDS, "degrees": DEGREES}
    return {"resume_panel": panel}
