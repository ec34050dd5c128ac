"""Briefings: what a kiosk tells its candidate about people and what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hub.people import links
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.workflow import cards
from wire.briefing import Briefing, OwnPage
from wire.language import LocalText
from wire.messages.events import Ending

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from hub.settings import Settings

_ENDED_WITHIN = timedelta(hours=1)
_MOST_LINKS = 5
"""Within that time: a kiosk that was robbed of its key makes no more."""


def briefing_of(
    engine: Engine, settings: Settings, kiosk_id: str, interview_id: str
) -> Briefing | None:
    """Give the briefing of one of the kiosk's own interviews; None for any other."""
    with reading(engine) as session:
        interview = session.get(Interview, interview_id)
        if interview is None or interview.kiosk_id != kiosk_id or interview.ended_at is not None:
            return None
        shown = cards.of_interview(session, interview_id)
    return Briefing(
        interviewers=shown,
        answer_working_days=settings.promises.answer_working_days,
        contact=contact(settings),
    )


def own_page_of(
    engine: Engine, site: str, kiosk_id: str, interview_id: str, now: datetime
) -> OwnPage | None:
    """Make the link that the kiosk's last page shows.

    None for an interview that is not the kiosk's, was withdrawn, has not begun or ended long ago;
    where no address of the site is set; and where enough links were made already.
    """
    if not site:
        return None
    with writing(engine) as session:
        interview = session.get(Interview, interview_id)
        if interview is None or interview.kiosk_id != kiosk_id or not _is_fresh(interview, now):
            return None
        mine = interview.candidate_id
        if links.made_since(session, mine, now - _ENDED_WITHIN) >= _MOST_LINKS:
            return None
        token = links.give(session, mine, f"kiosk:{kiosk_id}", now)
    return OwnPage(address=f"{site.rstrip('/')}/my/{token}")


def _is_fresh(interview: Interview, now: datetime) -> bool:
    if interview.ending == Ending.WITHDRAWN.value or interview.began_at is None:
        return False
    return interview.ended_at is None or interview.ended_at > now - _ENDED_WITHIN


def contact(settings: Settings) -> LocalText | None:
    """Say how to reach a person: as the settings say, else the address that letters come from."""
    told = settings.contact
    if told.en or told.zh:
        return cards.either(told.en, told.zh)
    sender = settings.mail.sender
    return LocalText(en=sender, zh=sender) if sender else None
