"""`/survey`: what candidates think of their interviews, in sums only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people.rights import Action
from hub.web.page import Page
from hub.web.rendering import render
from hub.web.words import marked
from hub.workflow import survey
from wire.survey import Item

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked

ITEMS = {
    Item.PREPARED: marked("I knew beforehand what would happen."),
    Item.STABLE: marked("Picture, sound and page worked without disturbance."),
    Item.FAIR: marked("I had a fair chance to show what I can do."),
    Item.LIKING: marked("I liked the interview."),
    Item.RECOMMEND: marked("I would recommend applying here, whatever the outcome."),
}
"""As the kiosk asks; 1: not at all, 5: very much."""


def show(asked: Asked) -> Response:
    """Give the page."""
    found = survey.sums(asked.site.engine, asked.site.clock().date())
    return render(
        asked,
        "chair/survey.html",
        sums=found,
        items=ITEMS,
        fewest=survey.FEWEST,
        ratings=range(1, 6),
    )


PAGES = (Page("GET", "/survey", Action.SEE_SURVEY, show),)
