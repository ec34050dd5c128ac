"""`/interviews/{id}/report`: one click, one file: PDF, HTML, or JSON that the hub signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub.people import audit
from hub.people.rights import Action
from hub.reports import printed, signed_report
from hub.storage.database import writing
from hub.web.interview_record import load
from hub.web.page import Page
from hub.web.rendering import fill
from hub.web.reports.contents import document
from hub.web.reports.judged import judged

if TYPE_CHECKING:
    from hub.reports.document import Document
    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked

EXPORT = "export_report"
"""The audit entry's action."""
_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json"}


def take(asked: Asked) -> Response:
    """Give the report as the kind of file that was asked for; it is written down first."""
    kind = asked.form.get("kind", "pdf")
    if kind not in _TYPES:
        raise HTTPException(400)
    interview_id = asked.request.path_params["interview_id"]
    record = load(asked.site.engine, asked.person, interview_id, Action.EXPORT_REPORTS)
    made = _made(asked, record, kind)
    with writing(asked.site.engine) as session:
        audit.record(session, asked.actor, EXPORT, interview_id, kind)
    name = f"{interview_id[:8]}-{asked.language.value}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, headers=disposition, media_type=_TYPES[kind])


def _made(asked: Asked, record: InterviewRecord, kind: str) -> bytes:
    at = asked.site.clock()
    people = judged(asked, record.row.interview_id, record.job)
    one = document(record, people, asked.person.name, at, asked.language)
    if kind == "pdf":
        return printed.pdf(one)
    if kind == "html":
        return _html(asked, one)
    return signed_report.sign(one, record.row.interview_id, at, asked.site.audit.key().private)


def _html(asked: Asked, one: Document) -> bytes:
    return fill(asked.language, "reports/report.html", visitor=None, report=one).encode()


PAGES = (
    Page(
        "POST",
        "/interviews/{interview_id}/report",
        Action.EXPORT_REPORTS,
        take,
        needs_step_up=True,
    ),
)
