"""`/jobs/…/draft/…`: one part of a draft a page, kept as typed until it is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from hub.errors import JobError
from hub.people.rights import Action
from hub.scoring.job_writing import document, of_document
from hub.storage.database import writing
from hub.web.jobs import checks, parts
from hub.web.jobs.drafts import (
    LARGEST_FORM,
    MOST_FIELDS,
    STALE,
    found,
    revision_of,
    to_draft,
    to_job,
)
from hub.web.jobs.fields import sent, typed
from hub.web.jobs.filling import filled
from hub.web.jobs.naming import named
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import job_drafts
from hub.workflow.job_drafts import StaleDraftError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from hub.storage.tables.job_draft import JobDraft
    from hub.web.jobs.fields import Document
    from hub.web.jobs.parts import Part
    from hub.web.page import Asked
    from wire.language import Language

SAME_NAME = marked("Two entries have the same name, or there are too many. Nothing was saved.")
_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Editor:
    """One kind of part."""

    path: str
    build: Callable[[Document, int, Language], Part]
    listed: str = ""
    """The list that the address counts in; nothing: the address has no number."""


EDITORS = (
    Editor("basics", lambda made, _, language: parts.basics(made, language)),
    Editor("weights", lambda made, _, language: parts.weights(made, language)),
    Editor("competencies/{place}", parts.competency, "competencies"),
    Editor("keywords/{place}", parts.keywords, "competencies"),
    Editor("questions/{place}", partial(parts.question_of, "questions"), "questions"),
    Editor("bank/{place}", partial(parts.question_of, "bank"), "bank"),
    Editor("new-competency", lambda made, _, language: parts.new_competency(made, language)),
    Editor("new-question", partial(parts.new_question, "questions")),
    Editor("new-bank-question", partial(parts.new_question, "bank")),
)


def show(editor: Editor, asked: Asked) -> Response:
    """Give the form."""
    draft = found(asked)
    if draft is None:
        return to_job(asked)
    part, made = _opened(editor, asked, draft)
    return _form(asked, draft, part, typed(made, part.blocks))


def take(editor: Editor, asked: Asked) -> Response:
    """Save the part, or give the form again with what was typed and what is wrong with it."""
    draft = found(asked)
    if draft is None:
        return to_job(asked)
    part, made = _opened(editor, asked, draft)
    written = sent(asked.form, part.blocks)
    faults = checks.faults(part.blocks, written)
    if faults:
        return _form(asked, draft, part, written, faults)
    try:
        job = of_document(named(filled(made, part.blocks, written)))
        with writing(asked.site.engine) as session:
            job_drafts.save(session, job, revision_of(asked), asked.person.actor)
    except StaleDraftError:
        return _form(asked, draft, part, written, {"": STALE})
    except JobError:
        return _form(asked, draft, part, written, {"": SAME_NAME})
    return to_draft(asked)


def _opened(editor: Editor, asked: Asked, draft: JobDraft) -> tuple[Part, Document]:
    made = document(job_drafts.job_of(draft))
    text = str(asked.request.path_params.get("place", "0"))
    there = len(made.get(editor.listed, ())) if editor.listed else 1
    if not (text.isascii() and text.isdigit() and len(text) < len("1000")) or int(text) >= there:
        raise HTTPException(404)
    return editor.build(made, int(text), asked.language), made


def _form(
    asked: Asked,
    draft: JobDraft,
    part: Part,
    values: dict[str, str],
    faults: dict[str, str] | None = None,
) -> Response:
    said = {name: say(asked.language, fault) for name, fault in (faults or {}).items()}
    return render(
        asked,
        "jobs/part.html",
        _UNPROCESSABLE if said else 200,
        draft=draft,
        job=job_drafts.job_of(draft),
        part=part,
        values=values,
        faults=said,
    )


def _pages(editor: Editor) -> tuple[Page, Page]:
    path = f"/jobs/{{job_id}}/draft/{editor.path}"
    return (
        Page("GET", path, Action.EDIT_JOBS, partial(show, editor)),
        Page(
            "POST",
            path,
            Action.EDIT_JOBS,
            partial(take, editor),
            largest_form=LARGEST_FORM,
            most_fields=MOST_FIELDS,
        ),
    )


PAGES = tuple(page for editor in EDITORS for page in _pages(editor))
