from __future__ import annotations

import string
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import edge_agent.page
import hub.web
from hub.web import words
from hub.web.rendering import say
from wire.language import Language
from wire.policy import Purpose

FOLDER = Path(hub.web.__path__[0])
KEYWORDS = {**DEFAULT_KEYWORDS, "marked": None}
CHAPTERS = [
    read_po(BytesIO(file.read_bytes()), locale="zh", abort_invalid=True)
    for file in sorted((FOLDER / "locale" / "zh").iterdir())
]
ENTRIES = [entry for chapter in CHAPTERS for entry in chapter if entry.id]
CATALOGUE = {str(entry.id): entry for entry in ENTRIES}


def texts() -> set[str]:
    found = extract_from_dir(
        str(FOLDER),
        method_map=[("templates/**.html", "jinja2"), ("**.py", "python")],
        options_map={"templates/**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}},
        keywords=KEYWORDS,
    )
    return {str(text) for _, _, text, _, _ in found}


@pytest.mark.parametrize("text", sorted(texts()))
def test_every_text_is_translated(text: str) -> None:
    entry = CATALOGUE.get(text)
    assert entry is not None
    assert str(entry.string).strip()
    assert not entry.fuzzy


def test_the_catalogue_has_no_text_that_no_page_says() -> None:
    assert set(CATALOGUE) == texts()


def test_no_text_is_translated_twice() -> None:
    assert len(CATALOGUE) == len(ENTRIES)


def test_a_translation_has_the_places_of_its_text() -> None:
    for entry in ENTRIES:
        assert places(str(entry.id)) == places(str(entry.string))


def places(text: str) -> set[str]:
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return braces | {piece.split(")")[0] for piece in text.split("%(")[1:]}


def test_the_consent_to_face_and_posture_is_called_as_on_the_candidates_page() -> None:
    asked = "Observation of your face and posture"
    name = words.PURPOSES[Purpose.FACE_ANALYSIS.value]
    theirs = (Path(edge_agent.page.__path__[0]) / "locale" / "zh.po").read_bytes()
    entry = read_po(BytesIO(theirs), locale="zh").get(asked)
    assert entry is not None
    assert name == asked.replace("your ", "")
    assert say(Language.ZH, name) == str(entry.string).replace("您的", "")
