"""`/my/{token}/…`: a candidate's receipts, and taking an interview back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people import withdrawals
from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.withdrawn import is_withdrawn
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.withdrawals.files import given
from wire import plan
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked


def ask(asked: Asked) -> Response:
    """Say what withdrawing means and ask whether that is wanted."""
    with reading(asked.site.engine) as session:
        row = _own(session, asked)
    return render(
        asked,
        "withdrawals/own.html",
        token=asked.request.path_params["token"],
        row=row,
        job=plan.decode(row.plan).job_title,
    )


def withdraw(asked: Asked) -> Response:
    """Mark the interview; the hub deletes it within seconds, and tells the kiosk."""
    with writing(asked.site.engine) as session:
        row = _own(session, asked)
        now = asked.site.clock()
        asked_by = AskedBy.CANDIDATE_BY_LINK
        withdrawals.mark(session, row.interview_id, asked_by, asked.actor, now)
    token = asked.request.path_params["token"]
    return RedirectResponse(f"/my/{token}?language={asked.language.value}", 303)


def download(asked: Asked) -> Response:
    """Give a receipt of an interview of one's own."""
    with reading(asked.site.engine) as session:
        row = _own(session, asked, with_withdrawn=True)
    return given(asked, row.interview_id)


def _own(session: Session, asked: Asked, *, with_withdrawn: bool = False) -> Interview:
    """Give an interview of the candidate whose link it is; 404 for any other."""
    wanted = select(Interview).where(
        Interview.interview_id == asked.request.path_params["interview_id"],
        Interview.candidate_id == asked.candidate_id,
    )
    row = session.scalar(wanted)
    is_gone = row is not None and is_withdrawn(session, row.interview_id)
    if row is None or (is_gone and not with_withdrawn):
        raise HTTPException(404)
    return row


_ONE = "/my/{token}/interviews/{interview_id}"
PAGES = (
    Page("GET", f"{_ONE}/withdraw", Action.WITHDRAW, ask, "view_own_file"),
    Page("POST", f"{_ONE}/withdraw", Action.WITHDRAW, withdraw),
    Page("GET", f"{_ONE}/files/{{receipt_file}}", Action.SEE_OWN_FILE, download, "view_own_file"),
)
