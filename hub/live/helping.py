"""Which candidates wait for a person to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState

if TYPE_CHECKING:
    from sqlalchemy import Engine


def waits_at(engine: Engine, interview_id: str) -> str | None:
    """Give the kiosk at which an interview's candidate waits; none: nobody does."""
    wanted = select(Interview.kiosk_id).where(
        Interview.interview_id == interview_id,
        Interview.state == InterviewState.RUNNING.value,
        Interview.help_wanted_at.is_not(None),
    )
    with reading(engine) as session:
        return session.scalar(wanted)
