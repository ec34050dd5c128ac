"""The five statements of the anonymous survey; translated where they are shown."""

from __future__ import annotations

from wire.survey import Item


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


ITEMS = {
    Item.PREPARED: _("I knew beforehand what would happen."),
    Item.STABLE: _("Picture, sound and page worked without disturbance."),
    Item.FAIR: _("I had a fair chance to show what I can do."),
    Item.LIKING: _("I liked the interview."),
    Item.RECOMMEND: _("I would recommend applying here, whatever the outcome."),
}
