"""Plans: what a kiosk fetches when it is idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.storage.database import reading
from hub.storage.tables.interview import Interview, InterviewState

if TYPE_CHECKING:
    from sqlalchemy import Engine


def next_plan(engine: Engine, kiosk_id: str) -> bytes | None:
    """Give the plan (JSON) of the kiosk's earliest scheduled interview, if there is one."""
    query = (
        select(Interview.plan)
        .where(Interview.kiosk_id == kiosk_id)
        .where(Interview.state == InterviewState.SCHEDULED.value)
        .order_by(Interview.scheduled_at)
        .limit(1)
    )
    with reading(engine) as session:
        return session.scalar(query)
