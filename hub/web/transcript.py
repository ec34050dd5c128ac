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

    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Open the transcripts of the interview and show them on its page."""
    record = load(asked.site.engine, asked.person, asked.request.path_params["interview_id"])
    texts = opened(asked, record.transcripts, answers(record, asked.language))
    return page(asked, record, texts)


def back(asked: Asked) -> Response:
    """Go to the interview: a page that was opened by a form has no address of its own."""
    interview_id = asked.request.path_params["interview_id"]
    return RedirectResponse(f"/interviews/{interview_id}", 303)


PAGES = (
    Page("POST", "/interviews/{interview_id}/transcript", Action.READ_TRANSCRIPTS, take),
    Page("GET", "/interviews/{interview_id}/transcript", Action.READ_TRANSCRIPTS, back),
)
