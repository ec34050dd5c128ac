"""`/live/{interview}`: a browser's offer goes to the kiosk, its answer comes back, as WHEP has it.

`POST` with `application/sdp` gives 201, the answer, and where to `DELETE` the viewing. Before the
offer is forwarded the log has its entry; whatever goes wrong is a problem (RFC 9457) with a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from hub.live import viewings
from hub.live.errors import BadOfferError, DeclinedError, LiveError, TooManyError
from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.viewing import Ending
from hub.web.page import Page
from hub.web.repeated import opened
from hub.web.scope import visible_to
from wire.messages.signal import LONGEST_SDP, NotNow, Sdp

if TYPE_CHECKING:
    from starlette.requests import Request

    from hub.people.sessions import Visitor
    from hub.web.page import Asked, Site

_SDP = "application/sdp"
_PROBLEM = "application/problem+json"
_AGAIN_S = 2
_STATUS: dict[type[LiveError], int] = {BadOfferError: 400, DeclinedError: 409, TooManyError: 409}


def call(asked: Asked) -> Response:
    """Take an offer to the kiosk and give its answer."""
    interview_id = asked.request.path_params["interview_id"]
    state = _state(asked, interview_id)
    try:
        sdp = _offer(asked.body)
        if state == InterviewState.ENDED.value:
            raise DeclinedError(NotNow.NO_INTERVIEW)
        viewing_id, answer = _connected(asked, interview_id, sdp)
    except LiveError as error:
        return _problem(error)
    headers = {"Location": f"/live/{interview_id}/{viewing_id}"}
    return Response(answer, 201, headers, media_type=_SDP)


def leave(asked: Asked) -> Response:
    """End a viewing of one's own."""
    parts = asked.request.path_params
    interview_id, viewing_id = parts["interview_id"], parts["viewing_id"]
    _state(asked, interview_id)
    if not viewings.is_of(asked.site.engine, asked.person, interview_id, viewing_id):
        raise HTTPException(404)
    try:
        asked.site.switchboard.leave(viewing_id)
    except LiveError as error:
        return _problem(error)
    return Response(status_code=200)


def _state(asked: Asked, interview_id: str) -> str:
    """Give how far an interview is that the person may watch; 404 for any other."""
    found = _within(asked, interview_id, Action.WATCH_LIVE)
    if found is None:
        raise HTTPException(404)
    return found


def _within(asked: Asked, interview_id: str, action: Action) -> str | None:
    wanted = select(Interview.state).where(
        Interview.interview_id == interview_id, visible_to(asked.person, action)
    )
    with reading(asked.site.engine) as session:
        return session.scalar(wanted)


def _offer(body: bytes) -> str:
    try:
        return msgspec.convert(body.decode("ascii"), Sdp)
    except (UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadOfferError("What was sent is no SDP.") from error


def _connected(asked: Asked, interview_id: str, sdp: str) -> tuple[str, str]:
    """Write the viewing down, then forward the offer; gives its number and the answer."""
    site, person, now = asked.site, asked.person, asked.site.clock()
    if not viewings.is_under_way(site.engine, person, interview_id, now):
        opened(site, person)
    may_speak = _within(asked, interview_id, Action.RATE) is not None
    viewing_id = viewings.begin(site.engine, person, interview_id, now, may_speak=may_speak)
    try:
        return viewing_id, site.switchboard.offer(viewing_id, sdp)
    except LiveError:
        viewings.end(site.engine, viewing_id, Ending.UNANSWERED, site.clock())
        raise


def _problem(error: LiveError) -> JSONResponse:
    status = _STATUS.get(type(error), 503)
    told: dict[str, object] = {"title": str(error), "status": status, "code": error.code}
    if isinstance(error, DeclinedError):
        told["why"] = error.why.value
    elif isinstance(error, TooManyError):
        told["why"] = NotNow.TOO_MANY.value
    headers = {"Retry-After": str(_AGAIN_S)} if status == 503 else None  # noqa: PLR2004 - HTTP
    return JSONResponse(told, status, headers, media_type=_PROBLEM)


def _is_watching(site: Site, visitor: Visitor, request: Request) -> bool:
    """Let a viewer whose connection was lost have another without a password."""
    interview_id = request.path_params["interview_id"]
    return viewings.is_under_way(site.engine, visitor, interview_id, site.clock())


_ONE = "/live/{interview_id}"
PAGES = (
    Page(
        "POST",
        _ONE,
        Action.WATCH_LIVE,
        call,
        needs_step_up=True,
        is_under_way=_is_watching,
        body=_SDP,
        largest_form=LONGEST_SDP,
    ),
    Page("DELETE", _ONE + "/{viewing_id}", Action.WATCH_LIVE, leave),
)
