"""What the person who asks may not see yet; every page that shows scores or ratings asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.workflow.blind import hidden_from

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from hub.web.page import Asked
    from hub.workflow.blind import Hidden


def hidden(asked: Asked, session: Session, interviews: Collection[str]) -> Hidden:
    """Say of which of these interviews machine scores and colleagues' words stay hidden."""
    machine_first = asked.site.scorecards.show_machine_first
    return hidden_from(session, asked.person, interviews, machine_first=machine_first)
