"""HR's side: the page of an interview that is gone, its receipts, and a written request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.errors import RatingError
from hub.people import withdrawals
from hub.people.rights import Action, may
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.web.withdrawals.files import given
from hub.web.withdrawals.stands import ASKED_BY, stands
from hub.workflow.act import LONGEST_REASON, checked
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked


def gone(asked: Asked, record: InterviewRecord) -> Response:
    """Say plainly that the interview was withdrawn; there is nothing else to show."""
    with reading(asked.site.engine) as session:
        row = session.get_one(Interview, record.row.interview_id)
        standing = stands(session, row)
    return render(
        asked,
        "withdrawals/gone.html",
        record=record,
        line=record.row,
        standing=standing,
        asked_by=ASKED_BY,
        sees_reason=may(asked.person.role, Action.ERASE_INTERVIEWS),
    )


def download(asked: Asked) -> Response:
    """Give a receipt of an interview that the person may see."""
    with reading(asked.site.engine) as session:
        row = _interview(session, asked, Action.SEE_SCORES)
    return given(asked, row.interview_id)


def ask(asked: Asked) -> Response:
    """Ask for the written request and whether all is to be deleted."""
    return _form(asked, "")


def erase(asked: Asked) -> Response:
    """Mark the interview on a candidate's written request; the hub deletes it within seconds."""
    try:
        reason = checked(asked.form.get("reason", ""))
    except RatingError:
        return _form(asked, asked.form.get("reason", ""), 422)
    with writing(asked.site.engine) as session:
        row = _interview(session, asked, Action.ERASE_INTERVIEWS)
        asked_by, now = AskedBy.HR_FOR_CANDIDATE, asked.site.clock()
        mark = withdrawals.mark(session, row.interview_id, asked_by, asked.actor, now)
        mark.account_id, mark.reason = asked.person.account_id, reason
    return RedirectResponse(f"/interviews/{row.interview_id}", 303)


def _form(asked: Asked, typed: str, status: int = 200) -> Response:
    with reading(asked.site.engine) as session:
        row = _interview(session, asked, Action.ERASE_INTERVIEWS)
    return render(
        asked,
        "withdrawals/erase.html",
        status,
        row=row,
        typed=typed,
        is_bad=status != 200,  # noqa: PLR2004 - the form as it was asked for
        longest=LONGEST_REASON,
    )


def _interview(session: Session, asked: Asked, action: Action) -> Interview:
    wanted = select(Interview).where(
        Interview.interview_id == asked.request.path_params["interview_id"],
        visible_to(asked.person, action),
    )
    row = session.scalar(wanted)
    if row is None:
        raise HTTPException(404)
    return row


_ONE = "/interviews/{interview_id}"
PAGES = (
    Page("GET", f"{_ONE}/files/{{receipt_file}}", Action.SEE_SCORES, download, "view_interview"),
    Page("GET", f"{_ONE}/erase", Action.ERASE_INTERVIEWS, ask, "view_interview"),
    Page("POST", f"{_ONE}/erase", Action.ERASE_INTERVIEWS, erase, needs_step_up=True),
)
