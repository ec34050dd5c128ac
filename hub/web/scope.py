"""Which interviews a person may see at all; every query of a page goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, false, select, true
from starlette.exceptions import HTTPException

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.storage.tables.recording import Recording

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.people.sessions import Visitor


def visible_to(visitor: Visitor) -> ColumnElement[bool]:
    """Give the condition that an interview may be seen; the whole site's, for roles that may."""
    return true() if may(visitor.role, Action.LIST_INTERVIEWS) else false()


def recording_for(engine: Engine, visitor: Visitor, recording_id: str, kind: str) -> Recording:
    """Give a recording that the person may open; 404 for any other, existing or not."""
    wanted = (
        select(Recording)
        .join(Interview, Interview.interview_id == Recording.interview_id)
        .where(Recording.id == recording_id, Recording.kind == kind, visible_to(visitor))
    )
    with reading(engine) as session:
        row = session.scalar(wanted)
    if row is None:
        raise HTTPException(404)
    return row
