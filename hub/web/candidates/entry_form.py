"""`/candidates/new` and `/candidates/{id}/edit`: whole and right, or nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.errors import UnknownError
from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.candidate_detail import Detail
from hub.web.candidates.found import candidate_for
from hub.web.candidates.words import DETAIL_PROBLEMS, DETAILS, NAME_PROBLEM
from hub.web.page import Page
from hub.web.rendering import render
from hub.workflow import candidate_file
from hub.workflow.candidate_errors import DetailError
from hub.workflow.candidate_file import Entered
from hub.workflow.candidates import checked_name
from hub.workflow.details import Checked, checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from hub.storage.tables.candidate import Candidate
    from hub.web.page import Asked

_AUTOCOMPLETE = {Detail.EMAIL: "email", Detail.PHONE: "tel"}


def ask_new(asked: Asked) -> Response:
    """Give the empty form."""
    return _form(asked, None, {}, {})


def take_new(asked: Asked) -> Response:
    """Add a candidate, or say beside each field what is wrong with it."""
    entered, problems = _entered(asked)
    if entered is None:
        return _form(asked, None, asked.form, problems)
    site = asked.site
    candidate_id = candidate_file.add(site.engine, site.keeper, entered, asked.person.actor)
    return RedirectResponse(f"/candidates/{candidate_id}", 303)


def ask_edit(asked: Asked) -> Response:
    """Give the form of a candidate; what is masked stays so."""
    row = candidate_for(asked, Action.EDIT_CANDIDATES)
    return _form(asked, row, {"name": row.name}, {})


def take_edit(asked: Asked) -> Response:
    """Change a candidate, or say beside each field what is wrong with it."""
    row = candidate_for(asked, Action.EDIT_CANDIDATES)
    entered, problems = _entered(asked)
    if entered is None:
        return _form(asked, row, asked.form, problems)
    site, actor = asked.site, asked.person.actor
    candidate_file.edit(site.engine, site.keeper, row.candidate_id, entered, actor)
    return RedirectResponse(f"/candidates/{row.candidate_id}", 303)


def _entered(asked: Asked) -> tuple[Entered | None, dict[str, str]]:
    """Check every field; with the first problem nothing is entered."""
    form, problems = asked.form, dict[str, str]()
    try:
        name = checked_name(form.get("name", ""))
    except UnknownError:
        name, problems["name"] = "", NAME_PROBLEM
    details = [_detail(asked, kind, problems) for kind in Detail]
    if problems:
        return None, problems
    given = tuple(one for one in details if one is not None)
    removed = {kind for kind in Detail if form.get(f"remove_{kind.value}") == "yes"}
    return Entered(name, given, frozenset(removed - {one.kind for one in given})), {}


def _detail(asked: Asked, kind: Detail, problems: dict[str, str]) -> Checked | None:
    typed = asked.form.get(kind.value, "").strip()
    if not typed:
        return None
    try:
        return checked(kind, typed, asked.site.clock().date())
    except DetailError:
        problems[kind.value] = DETAIL_PROBLEMS[kind]
        return None


def _form(
    asked: Asked, row: Candidate | None, typed: Mapping[str, str], problems: dict[str, str]
) -> Response:
    stored: dict[Detail, str] = {}
    if row is not None:
        with reading(asked.site.engine) as session:
            stored = candidate_file.masks(session, row.candidate_id)
    return render(
        asked,
        "candidates/form.html",
        row=row,
        typed=typed,
        problems=problems,
        stored=stored,
        details=DETAILS,
        autocomplete=_AUTOCOMPLETE,
    )


_ONE = "/candidates/{candidate_id}/edit"
PAGES = (
    Page("GET", "/candidates/new", Action.EDIT_CANDIDATES, ask_new),
    Page("POST", "/candidates/new", Action.EDIT_CANDIDATES, take_new),
    Page("GET", _ONE, Action.EDIT_CANDIDATES, ask_edit, "view_candidate"),
    Page("POST", _ONE, Action.EDIT_CANDIDATES, take_edit, "view_candidate"),
)
