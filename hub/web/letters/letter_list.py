"""`/letters`: what waits for a person's word, what is on its way, and how soon summaries came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people.rights import Action
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.mail import Mail
from hub.web.letters import words as letter_words
from hub.web.letters.found import line_of, lines
from hub.web.page import Page
from hub.web.ratings.hiding import hidden
from hub.web.rendering import render
from hub.web.scope import visible_to
from hub.workflow.letters.due import ALARM_AFTER
from hub.workflow.letters.figures import speeds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.people.sessions import Visitor
    from hub.web.letters.found import LetterLine
    from hub.web.page import Asked

PER_PAGE = 50
DAYS = 90
_MOST_DIGITS = 6
_ACTION = Action.RELEASE_FEEDBACK
_IS = {
    "open": Letter.released_at.is_(None) & Letter.withdrawn_at.is_(None),
    "way": Letter.released_at.is_not(None) & Letter.sent_at.is_(None) & Mail.letter_id.is_not(None),
    "sent": Letter.sent_at.is_not(None)
    | (Letter.released_at.is_not(None) & Mail.letter_id.is_(None)),
}
"""The three lists."""


def show(asked: Asked) -> Response:
    """Give one of the lists, and the figure."""
    query, now = asked.request.query_params, asked.site.clock()
    state = query.get("state", "open") if query.get("state") in _IS else "open"
    page = _page_of(query.get("page", ""))
    with reading(asked.site.engine) as session:
        counts = _counts(session, asked.person)
        found = _listed(session, asked, state, page)
        unseen = hidden(asked, session, {one.letter.interview_id for one in found}).colleagues
        released, sent = speeds(session, now - timedelta(days=DAYS), now)
    return render(
        asked,
        "letters/letters.html",
        lines=found,
        unseen=unseen,
        state=state,
        counts=counts,
        page=page,
        has_more=page * PER_PAGE < counts[state],
        released=released,
        sent=sent,
        days=DAYS,
        late_from=now - ALARM_AFTER,
        has_server=bool(asked.site.mail.host),
        letter_words=letter_words,
    )


def _page_of(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return max(int(text), 1) if is_number else 1


def _counts(session: Session, visitor: Visitor) -> dict[str, int]:
    wanted = (
        select(*(func.count().filter(one) for one in _IS.values()))
        .select_from(Letter)
        .join(Interview, Interview.interview_id == Letter.interview_id)
        .outerjoin(Mail, Mail.letter_id == Letter.letter_id)
        .where(visible_to(visitor, _ACTION))
    )
    return dict(zip(_IS, session.execute(wanted).one(), strict=True))


def _listed(session: Session, asked: Asked, state: str, page: int) -> list[LetterLine]:
    """Give a page of a list: what waits the oldest first, what is done the newest first.

    Which ones they are is found first: to sort whole rows would read every letter and plan.
    """
    order = (Letter.released_at.desc() if state == "sent" else Interview.ended_at, Letter.letter_id)
    wanted = lines(asked.person, _ACTION).where(_IS[state]).order_by(*order)
    here = wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    listed = here.with_only_columns(Letter.letter_id)
    rows = lines(asked.person, _ACTION).where(Letter.letter_id.in_(listed)).order_by(*order)
    return [line_of(*row, asked.site.clock()) for row in session.execute(rows)]


PAGES = (Page("GET", "/letters", _ACTION, show, "list_letters"),)
