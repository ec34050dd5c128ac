"""What the candidate asked for beside answering: help, plainer words, pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.web.words import WISHES
from wire.messages.events import Paused, Resumed

if TYPE_CHECKING:
    from hub.web.interview_record import InterviewRecord


@dataclass(frozen=True, slots=True)
class WishView:
    """One of them."""

    at_s: float
    """Media time: seconds since the interview began; a pause has no length in it."""
    text: str
    """Message id of the catalogue."""
    length_s: float | None
    """By the clock on the wall, of a pause that has ended."""


def wish_views(record: InterviewRecord) -> list[WishView]:
    """List them in the order in which they were said."""
    views: list[WishView] = []
    ended = iter([one for one in record.wishes if isinstance(one, Resumed)])
    for one in record.wishes:
        if isinstance(one, Resumed):
            continue
        after = next(ended, None) if isinstance(one, Paused) else None
        length_s = None if after is None else max(0.0, (after.at - one.at).total_seconds())
        kind = str(one.__struct_config__.tag)
        views.append(WishView(one.pts, WISHES[kind], length_s))
    return views
