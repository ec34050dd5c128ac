"""`/resumes/{id}/fields`: a person corrects what the rules found; the machine's word stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.web.candidates.found import resume_for
from hub.web.candidates.record import fields_of
from hub.web.candidates.words import DEGREES, FIELDS
from hub.web.page import Page
from hub.web.rendering import render
from hub.workflow.resumes.correcting import LONGEST, correct, is_value
from hub.workflow.resumes.field_names import FieldName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from hub.storage.tables.resume_field import ResumeField
    from hub.web.page import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the form."""

    row: ResumeField
    name: FieldName
    value: str
    """As typed, else as it is."""
    is_wrong: bool


def ask(asked: Asked) -> Response:
    """Give the form."""
    return _form(asked, {}, frozenset())


def take(asked: Asked) -> Response:
    """Keep the corrections, or say which cannot be."""
    row = resume_for(asked, Action.EDIT_CANDIDATES)
    fields = _fields(asked, row.resume_id)
    said = {
        one.position: asked.form[f"field_{one.position}"].strip()
        for one in fields
        if f"field_{one.position}" in asked.form
    }
    wrong = frozenset(
        one.position
        for one in fields
        if one.position in said and not is_value(FieldName(one.name), said[one.position])
    )
    added = _added(asked.form)
    if wrong or (added and not is_value(*added)):
        return _form(asked, said, wrong or frozenset({0}))
    correct(asked.site.engine, asked.person, row.resume_id, said, added)
    return RedirectResponse(f"/candidates/{row.candidate_id}#resumes", 303)


def _added(form: Mapping[str, str]) -> tuple[FieldName, str] | None:
    value, name = form.get("new_value", "").strip(), form.get("new_name", "")
    return (FieldName(name), value) if value and name in tuple(FieldName) else None


def _fields(asked: Asked, resume_id: str) -> Sequence[ResumeField]:
    with reading(asked.site.engine) as session:
        return fields_of(session, [resume_id])[resume_id]


def _form(asked: Asked, typed: Mapping[int, str], wrong: frozenset[int]) -> Response:
    row = resume_for(asked, Action.EDIT_CANDIDATES)
    with reading(asked.site.engine) as session:
        candidate = session.get_one(Candidate, row.candidate_id)
    lines = [
        Line(one, FieldName(one.name), typed.get(one.position, _now(one)), one.position in wrong)
        for one in _fields(asked, row.resume_id)
    ]
    return render(
        asked,
        "candidates/corrections.html",
        candidate=candidate,
        resume=row,
        lines=lines,
        fields=FIELDS,
        degrees=DEGREES,
        longest=LONGEST,
        is_wrong=bool(wrong),
        new_value=asked.form.get("new_value", ""),
        new_name=asked.form.get("new_name", ""),
    )


def _now(row: ResumeField) -> str:
    return (row.machine if row.corrected is None else row.corrected) or ""


_PATH = "/resumes/{resume_id}/fields"
PAGES = (
    Page("GET", _PATH, Action.EDIT_CANDIDATES, ask, "view_candidate"),
    Page(
        "POST",
        _PATH,
        Action.EDIT_CANDIDATES,
        take,
        "view_candidate",
        largest_form=256 * 1024,
        most_fields=400,
    ),
)
