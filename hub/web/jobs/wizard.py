"""`/jobs/new`: from a job description to a draft. It fills in beforehand and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.storage.database import writing
from hub.storage.tables.job import JobRow
from hub.storage.tables.job_draft import JobDraft
from hub.web.jobs import checks
from hub.web.jobs.drafts import LARGEST_FORM, MOST_FIELDS
from hub.web.jobs.fields import Block, Field, Shape, pair, sent
from hub.web.jobs.naming import slug
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import job_drafts
from hub.workflow.competency_catalogue import catalogue
from hub.workflow.job_suggestions import LONGEST_DESCRIPTION, suggest
from hub.workflow.new_job import new_job
from wire.language import LocalText

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked
    from hub.workflow.job_suggestions import Suggestion

TOO_LONG = marked("At most 20,000 characters.")
NONE_CHOSEN = marked("Please choose at least one competency.")
_UNPROCESSABLE = 422
_TITLE = (Block("", tuple(pair(("title",), marked("Title"), Shape.LINE))),)
_RESERVED = ("new", "import")


def show(asked: Asked) -> Response:
    """Give the form for the description."""
    return render(asked, "jobs/new.html", 200, **_empty())


def take(asked: Asked) -> Response:
    """Give what the description speaks of, or the form again."""
    titles, description = sent(asked.form, _TITLE), _description(asked)
    faults = checks.faults(_TITLE, titles)
    if len(description) > LONGEST_DESCRIPTION:
        faults["description"] = TOO_LONG
    if faults:
        said = {name: say(asked.language, fault) for name, fault in faults.items()}
        values = {"values": titles, "description": description, "faults": said}
        return render(asked, "jobs/new.html", _UNPROCESSABLE, block=_TITLE[0], **values)
    return _choice(asked, titles, description)


def make(asked: Asked) -> Response:
    """Make the draft of what was chosen, or give the choice again."""
    titles, description = sent(asked.form, _TITLE), _description(asked)
    if checks.faults(_TITLE, titles) or len(description) > LONGEST_DESCRIPTION:
        return take(asked)
    picked = [one for one in catalogue().values() if asked.form.get(f"pick.{one.id}")]
    weights = {one.id: asked.form.get(f"weight.{one.id}", "") for one in picked}
    faults = checks.faults(tuple(_weight(name) for name in weights), _named(weights))
    if faults or not picked:
        problem = "" if picked else say(asked.language, NONE_CHOSEN)
        return _choice(asked, titles, description, faults, problem)
    title = LocalText(en=titles["title.en"].strip(), zh=titles["title.zh"].strip())
    with writing(asked.site.engine) as session:
        job_id = slug(title.en, _taken(session), "job")
        job = new_job(job_id, title, [(one, float(weights[one.id])) for one in picked])
        job_drafts.begin_new(session, job, asked.person.actor)
    return RedirectResponse(f"/jobs/{job_id}/draft", 303)


def _choice(
    asked: Asked,
    titles: dict[str, str],
    description: str,
    faults: dict[str, str] | None = None,
    problem: str = "",
) -> Response:
    """Give the choice; what was chosen already stays so."""
    is_again = faults is not None
    suggestions = suggest(description, catalogue().values())
    return render(
        asked,
        "jobs/choice.html",
        _UNPROCESSABLE if is_again else 200,
        titles=titles,
        description=description,
        suggestions=suggestions,
        ticked={one.entry.id for one in suggestions if _is_ticked(asked, one, is_again=is_again)},
        weights={one.entry.id: _weight_of(asked, one) for one in suggestions},
        faults={name: say(asked.language, fault) for name, fault in (faults or {}).items()},
        problem=problem,
    )


def _is_ticked(asked: Asked, one: Suggestion, *, is_again: bool) -> bool:
    return bool(asked.form.get(f"pick.{one.entry.id}")) if is_again else one.is_ticked


def _weight_of(asked: Asked, one: Suggestion) -> str:
    return asked.form.get(f"weight.{one.entry.id}", str(one.weight))


def _weight(competency_id: str) -> Block:
    return Block("", (Field(("weight", competency_id), marked("Weight"), Shape.NUMBER),))


def _named(weights: dict[str, str]) -> dict[str, str]:
    return {f"weight.{name}": text for name, text in weights.items()}


def _description(asked: Asked) -> str:
    return asked.form.get("description", "").replace("\r\n", "\n")


def _taken(session: Session) -> set[str]:
    names = select(JobRow.job_id).union(select(JobDraft.job_id))
    return {*_RESERVED, *session.scalars(names)}


def _empty() -> dict[str, object]:
    values = {"title.en": "", "title.zh": ""}
    return {"values": values, "description": "", "faults": {}, "block": _TITLE[0]}


PAGES = (
    Page("GET", "/jobs/new", Action.EDIT_JOBS, show),
    Page("POST", "/jobs/new", Action.EDIT_JOBS, take, largest_form=LARGEST_FORM),
    Page(
        "POST",
        "/jobs/new/draft",
        Action.EDIT_JOBS,
        make,
        largest_form=LARGEST_FORM,
        most_fields=MOST_FIELDS,
    ),
)
