"""Briefings: what a kiosk tells its candidate about people and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.workflow import cards
from wire.briefing import Briefing
from wire.language import LocalText

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.settings import Settings


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


def contact(settings: Settings) -> LocalText | None:
    """Say how to reach a person: as the settings say, else the address that letters come from."""
    told = settings.contact
    if told.en or told.zh:
        return cards.either(told.en, told.zh)
    sender = settings.mail.sender
    return LocalText(en=sender, zh=sender) if sender else None
