from __future__ import annotations

from pathlib import Path

from hub.people.rights_document import document

PAGE = Path(__file__).parents[4] / "docs" / "rights.md"


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()
