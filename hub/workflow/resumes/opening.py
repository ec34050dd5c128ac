"""Reading a résumé that was taken in: one audit entry, then the keeper opens its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people import audit
from hub.storage.database import writing
from hub.workflow.resumes.intake import TEXT_PURPOSE

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.keeper.port import FieldKeeper
    from hub.storage.tables.resume import Resume


def open_text(engine: Engine, keeper: FieldKeeper, row: Resume, actor: str) -> list[str]:
    """Give a résumé's lines for one audit entry; raises KeeperError."""
    with writing(engine) as session:
        entry = audit.to_open(session, actor, TEXT_PURPOSE, row.resume_id, row.candidate_id)
    return keeper.open_field(row.text_sealed, TEXT_PURPOSE, row.resume_id, entry).split("\n")
