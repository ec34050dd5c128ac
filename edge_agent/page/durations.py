"""Lengths of time as people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations


def in_words(seconds: float, translations: NullTranslations) -> str:
    """Give whole minutes where they are, seconds where they are not."""
    ngettext = translations.ngettext
    whole = math.ceil(seconds)
    if whole >= 60 and whole % 60 == 0:  # noqa: PLR2004 - seconds of a minute
        minutes = whole // 60
        return ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes}
    return ngettext("%(num)d second", "%(num)d seconds", whole) % {"num": whole}


def on_the_clock(seconds: float) -> str:
    """Give minutes and seconds as a clock shows them."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
