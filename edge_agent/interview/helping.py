"""Where a candidate's call for a person stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.messages.events import HelpCalled, HelpComing

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Help:
    """The candidate has asked for a person, and the interview has not gone on since."""

    since: datetime
    """When it was asked for first, by the clock on the wall."""
    is_coming: bool = False
    """Somebody has said so since it was asked for the last time."""


def after(known: Help | None, event: HelpCalled | HelpComing) -> Help | None:
    """Give where it stands: to ask once more is an answer's being waited for again."""
    if isinstance(event, HelpCalled):
        return Help(event.at if known is None else known.since)
    return None if known is None else Help(known.since, is_coming=True)
