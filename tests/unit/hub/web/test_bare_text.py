"""Every word of HR's pages goes through translation."""

from __future__ import annotations

from hub.web.rendering import environment
from tests.fakes.bare_text import bare_texts
from wire.language import Language

LANGUAGE_NAMES = frozenset({"中文", "English"})
"""Each language's button speaks that language, whatever the page is shown in."""
UNITS = frozenset({"dBFS"})


def test_no_word_of_hrs_pages_stands_outside_of_translation() -> None:
    assert bare_texts(environment(Language.EN), LANGUAGE_NAMES | UNITS) == []
