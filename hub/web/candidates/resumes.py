"""Taking résumés in, reading them, giving the file back: each one audit entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from hub.people.rights import Action
from hub.recordings.reader import Reader
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.web.candidates.candidate import page
from hub.web.candidates.fields_view import resume_views
from hub.web.candidates.found import candidate_for, resume_for
from hub.web.candidates.record import fields_of
from hub.web.candidates.words import DEGREES, KINDS, NO_FILE, NOT_TAKEN
from hub.web.multipart import Upload
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.repeated import opened
from hub.workflow.candidate_errors import ResumeError
from hub.workflow.resumes.intake import Place, take_in
from hub.workflow.resumes.opening import open_text
from hub.workflow.resumes.sniffing import LARGEST_BYTES

if TYPE_CHECKING:
    from hub.web.page import Asked

_UPLOAD = Upload("resume", LARGEST_BYTES)
_TYPES = {
    "pdf": ("application/pdf", "pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "text": ("application/octet-stream", "txt"),
}


def take(asked: Asked) -> Response:
    """Take a file in, or say on the page why it is not taken."""
    row = candidate_for(asked, Action.EDIT_CANDIDATES)
    data = asked.files.get(_UPLOAD.file)
    if not data:
        return page(asked, {}, say(asked.language, NO_FILE))
    site = asked.site
    place = Place(site.engine, site.headers, site.keeper, site.store_dir)
    try:
        take_in(place, row.candidate_id, data, asked.person.actor)
    except ResumeError as error:
        return page(asked, {}, say(asked.language, NOT_TAKEN[error.reason]))
    return RedirectResponse(f"/candidates/{row.candidate_id}#resumes", 303)


def read_text(asked: Asked) -> Response:
    """Open the text and show it, escaped, beside where each field came from."""
    row = resume_for(asked, Action.READ_RESUMES)
    opened(asked.site, asked.person)
    lines = open_text(asked.site.engine, asked.site.keeper, row, asked.person.actor)
    with reading(asked.site.engine) as session:
        candidate = session.get_one(Candidate, row.candidate_id)
        fields = fields_of(session, [row.resume_id])
    return render(
        asked,
        "candidates/resume_text.html",
        candidate=candidate,
        one=resume_views([row], fields)[0],
        lines=lines,
        sources={one.line for one in fields[row.resume_id] if one.line},
        kinds=KINDS,
        degrees=DEGREES,
    )


def give_file(asked: Asked) -> Response:
    """Give the file as it was sent, to be kept and not shown by the browser."""
    row = resume_for(asked, Action.READ_RESUMES)
    key = asked.site.openings.open(asked.person, row.resume_id, "résumé")
    reader = Reader(asked.site.store_dir / row.body, key)
    data = b"".join(reader.read_range(0, reader.plain_size))
    media, ending = _TYPES[row.kind]
    name = f'attachment; filename="resume-{row.resume_id[:8]}.{ending}"'
    return Response(data, media_type=media, headers={"Content-Disposition": name})


def back_to_candidate(asked: Asked) -> Response:
    """Go to the candidate: a page that was opened by a form has no address of its own."""
    row = candidate_for(asked, Action.LIST_CANDIDATES)
    return RedirectResponse(f"/candidates/{row.candidate_id}", 303)


def back(asked: Asked) -> Response:
    """Go to the résumé's candidate."""
    row = resume_for(asked, Action.LIST_CANDIDATES)
    return RedirectResponse(f"/candidates/{row.candidate_id}", 303)


_AT = "/candidates/{candidate_id}/resumes"
_READ = Action.READ_RESUMES
PAGES = (
    Page("POST", _AT, Action.EDIT_CANDIDATES, take, "view_candidate", upload=_UPLOAD),
    Page("GET", _AT, Action.LIST_CANDIDATES, back_to_candidate),
    Page("POST", "/resumes/{resume_id}/text", _READ, read_text, needs_step_up=True),
    Page("GET", "/resumes/{resume_id}/text", Action.LIST_CANDIDATES, back),
    Page("POST", "/resumes/{resume_id}/file", _READ, give_file, needs_step_up=True),
    Page("GET", "/resumes/{resume_id}/file", Action.LIST_CANDIDATES, back),
)
