"""`/jobs/…/draft`: what becomes a job's next version, and making it one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import JobError, UnknownError
from hub.people.rights import Action
from hub.scoring import job as jobs
from hub.scoring.job_changes import changes, shares
from hub.storage.database import reading, writing
from hub.storage.tables.job_draft import JobDraft
from hub.web.jobs.words import FIELDS, KINDS, LEVELS, REFUSALS, SUBJECTS
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import job_drafts
from hub.workflow import jobs as kept
from hub.workflow.competency_catalogue import catalogue
from hub.workflow.job_drafts import LONGEST_NOTE, StaleDraftError
from hub.workflow.job_steps import STEPS, Refusal, RefusedStepError, add_competency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from hub.scoring.job import Job
    from hub.web.page import Asked

STALE = marked("Somebody changed this draft in the meantime. Look at it, then do it again.")
NO_NOTE = marked("Please say in 1 to 1000 characters what changed and why.")
NOT_SURE = marked("Please tick the box first: a draft that is thrown away does not come back.")
TOO_LARGE = marked("The job would become too large. Nothing was saved.")
LARGEST_FORM = 256 * 1024
MOST_FIELDS = 512
_UNPROCESSABLE = 422


def job_id_of(asked: Asked) -> str:
    """Give the job that the address names."""
    return str(asked.request.path_params["job_id"])


def found(asked: Asked) -> JobDraft | None:
    """Give the draft; None when there is none (any more)."""
    with reading(asked.site.engine) as session:
        return session.get(JobDraft, job_id_of(asked))


def to_job(asked: Asked) -> Response:
    """Show the job instead: there is no draft of it."""
    return RedirectResponse(f"/jobs/{job_id_of(asked)}", 303)


def to_draft(asked: Asked) -> Response:
    """Show the draft."""
    return RedirectResponse(f"/jobs/{job_id_of(asked)}/draft", 303)


def revision_of(asked: Asked) -> int:
    """Give the number of the draft that was seen; 0 when the form has none."""
    text = asked.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def show(asked: Asked) -> Response:
    """Give the draft with everything that can be done to it."""
    draft = found(asked)
    return to_job(asked) if draft is None else _page(asked, draft)


def begin(asked: Asked) -> Response:
    """Begin a draft from the newest version."""
    try:
        with writing(asked.site.engine) as session:
            job_drafts.begin(session, job_id_of(asked), asked.person.actor)
    except UnknownError as error:
        raise HTTPException(404) from error
    return to_draft(asked)


def step(asked: Asked) -> Response:
    """Change which competencies and questions there are."""
    draft = found(asked)
    if draft is None:
        return to_job(asked)
    try:
        job = _stepped(job_drafts.job_of(draft), asked.form)
        with writing(asked.site.engine) as session:
            job_drafts.save(session, job, revision_of(asked), asked.person.actor)
    except RefusedStepError as error:
        return _page(asked, draft, _UNPROCESSABLE, problem=REFUSALS[error.refusal])
    except StaleDraftError:
        return _page(asked, draft, _UNPROCESSABLE, problem=STALE)
    except JobError:
        return _page(asked, draft, _UNPROCESSABLE, problem=TOO_LARGE)
    return to_draft(asked)


def publish(asked: Asked) -> Response:
    """Make the draft the newest version."""
    draft = found(asked)
    if draft is None:
        return to_job(asked)
    note = asked.form.get("note", "").replace("\r\n", "\n").strip()
    if not 0 < len(note) <= LONGEST_NOTE:
        return _page(asked, draft, _UNPROCESSABLE, note=note, note_problem=NO_NOTE)
    try:
        with writing(asked.site.engine) as session:
            seen, actor = revision_of(asked), asked.person.actor
            job_drafts.publish(session, draft.job_id, seen, note, actor)
    except StaleDraftError:
        return _page(asked, draft, _UNPROCESSABLE, note=note, problem=STALE)
    return to_job(asked)


def discard(asked: Asked) -> Response:
    """Throw the draft away, once it is said for certain."""
    draft = found(asked)
    if draft is None:
        return to_job(asked)
    if not asked.form.get("sure"):
        return _page(asked, draft, _UNPROCESSABLE, sure_problem=NOT_SURE)
    with writing(asked.site.engine) as session:
        job_drafts.discard(session, draft.job_id, asked.person.actor)
    return RedirectResponse("/jobs", 303) if draft.base_version == 0 else to_job(asked)


def _stepped(job: Job, form: Mapping[str, str]) -> Job:
    does, which = form.get("do", ""), form.get("which", "")
    if does == "add-competency":
        entry = catalogue().get(which)
        if entry is None:
            raise RefusedStepError(Refusal.NOT_THERE)
        return add_competency(job, entry)
    if does not in STEPS:
        raise RefusedStepError(Refusal.NOT_THERE)
    return STEPS[does](job, which)


def _page(asked: Asked, draft: JobDraft, status: int = 200, **said: str) -> Response:
    job = job_drafts.job_of(draft)
    problems = {
        name: say(asked.language, said[name]) if name in said else ""
        for name in ("problem", "note_problem", "sure_problem")
    }
    return render(
        asked,
        "jobs/draft.html",
        status,
        job=job,
        draft=draft,
        shares=shares(job),
        changes=_changes(asked, draft, job),
        unused=[one for one in catalogue().values() if one.id not in _ids(job)],
        asked_from_bank={one.bank_id for one in job.questions},
        note=said.get("note", ""),
        LEVELS=LEVELS,
        KINDS=KINDS,
        SUBJECTS=SUBJECTS,
        FIELDS=FIELDS,
        **problems,
    )


def _changes(asked: Asked, draft: JobDraft, job: Job) -> list[object]:
    if draft.base_version == 0:
        return []
    with reading(asked.site.engine) as session:
        base = kept.version(session, draft.job_id, draft.base_version)
    return list(changes(jobs.parse(base.source.encode()), job))


def _ids(job: Job) -> set[str]:
    return {one.id for one in job.competencies}


_DRAFT = "/jobs/{job_id}/draft"
PAGES = (
    Page("GET", _DRAFT, Action.EDIT_JOBS, show),
    Page("POST", _DRAFT, Action.EDIT_JOBS, begin),
    Page("POST", f"{_DRAFT}/step", Action.EDIT_JOBS, step),
    Page("POST", f"{_DRAFT}/publish", Action.EDIT_JOBS, publish),
    Page("POST", f"{_DRAFT}/discard", Action.EDIT_JOBS, discard),
)
