"""`/interviews/{id}/transcript`: opened only when a person with the right asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from hub.people.rights import Action
from hub.web.chapters import answers
from hub.web.interview import page
from hub.web.interview_record import load
from hub.web.page import Page
from hub.web.transcripts import opened

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Open the transcripts of the interview and show them on its page."""
    record = _record(asked)
    texts = opened(asked, record.transcripts, answers(record, asked.language))
    return page(asked, record, texts=texts)


def back(asked: Asked) -> Response:
    """Go to the interview: a page that was opened by a form has no address of its own."""
    record = _record(asked)
    return RedirectResponse(f"/interviews/{record.row.interview_id}", 303)


def _record(asked: Asked) -> InterviewRecord:
    interview_id = asked.request.path_params["interview_id"]
    return load(asked.site.engine, asked.person, interview_id, Action.READ_TRANSCRIPTS)


PAGES = (
    Page(
        "POST",
        "/interviews/{interview_id}/transcript",
        Action.READ_TRANSCRIPTS,
        take,
        "view_interview",
        needs_step_up=True,
    ),
    Page("GET", "/interviews/{interview_id}/transcript", Action.READ_TRANSCRIPTS, back),
)
