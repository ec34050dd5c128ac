"""Jobs as files: `/jobs/import` takes one in, `/jobs/…/file` hands one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.responses import Response as Plain

from hub.errors import JobError, UnknownError
from hub.people.rights import Action
from hub.scoring import job as jobs
from hub.web.multipart import Upload
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import jobs as kept

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

NO_FILE = marked("Please choose a file.")
_UNPROCESSABLE = 422
_LONGEST_FAULT = 500


def show(asked: Asked) -> Response:
    """Give the form."""
    return render(asked, "jobs/import.html", problem="", place="")


def take(asked: Asked) -> Response:
    """Keep the file, or say at which place it is wrong; then nothing of it is kept."""
    source = asked.files.get("file", b"")
    if not source:
        problem = say(asked.language, NO_FILE)
        return render(asked, "jobs/import.html", _UNPROCESSABLE, problem=problem, place="")
    try:
        job = kept.import_job(asked.site.engine, source, asked.person.actor)
    except JobError as error:
        place = str(error)[:_LONGEST_FAULT]
        problem = say(asked.language, marked("The file was not taken in. Where it is wrong:"))
        return render(asked, "jobs/import.html", _UNPROCESSABLE, problem=problem, place=place)
    return RedirectResponse(f"/jobs/{job.id}?version={job.version}", 303)


def hand_out(asked: Asked) -> Response:
    """Give a version as a file; one audit entry."""
    job_id = str(asked.request.path_params["job_id"])
    text = asked.form.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < len("10000000")):
        raise HTTPException(404)
    try:
        number = int(text) if text else None
        source = kept.exported(asked.site.engine, job_id, number, asked.person.actor)
    except UnknownError as error:
        raise HTTPException(404) from error
    name = f"{job_id}-{jobs.parse(source).version}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Plain(source, media_type="application/toml", headers=headers)


PAGES = (
    Page("GET", "/jobs/import", Action.EDIT_JOBS, show),
    Page(
        "POST",
        "/jobs/import",
        Action.EDIT_JOBS,
        take,
        upload=Upload("file", jobs.MAX_BYTES),
    ),
    Page("POST", "/jobs/{job_id}/file", Action.EDIT_JOBS, hand_out),
)
