"""A person at the hub says that somebody goes to the candidate who asked for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.live.errors import LiveError
from hub.people import audit
from hub.people.rights import Action
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.web.page import Page
from hub.web.scope import visible_to
from hub.web.words import marked

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

PROMISE = "promise_help"
"""The action of its entry in the log."""
PASSED = "passed"
AWAY = "away"
TOLD = {
    PASSED: marked(
        "The kiosk is being told that somebody is coming. What the candidate was shown stands"
        " below, among what was said."
    ),
    AWAY: marked("The kiosk cannot be told now. Go to the candidate at once."),
}
"""What came of it, for the interview's page."""


def promise(asked: Asked) -> Response:
    """Write it down, then have the candidate told; nothing where nobody waits any more."""
    interview_id = asked.request.path_params["interview_id"]
    wanted = select(Interview.help_wanted_at).where(
        Interview.interview_id == interview_id,
        visible_to(asked.person, Action.LIST_INTERVIEWS),
    )
    with writing(asked.site.engine) as session:
        found = session.execute(wanted).one_or_none()
        if found is None:
            raise HTTPException(404)
        if found.help_wanted_at is not None:
            audit.record(session, asked.actor, PROMISE, interview_id)
    told = "" if found.help_wanted_at is None else f"?help={_told(asked, interview_id)}"
    return RedirectResponse(f"/interviews/{interview_id}{told}", 303)


def _told(asked: Asked, interview_id: str) -> str:
    try:
        asked.site.switchboard.say_coming(interview_id)
    except LiveError:
        return AWAY
    return PASSED


PAGES = (Page("POST", "/interviews/{interview_id}/help", Action.LIST_INTERVIEWS, promise),)
