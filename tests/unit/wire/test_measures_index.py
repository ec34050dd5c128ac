"""The index of measures names every page, and every field that carries behaviour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BodyBehaviour, FaceBehaviour
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "measures"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
ROWS = [line for line in INDEX.splitlines() if line.startswith("| ") and "`" in line]
CARRIERS = {
    "behaviour_window.face": FaceBehaviour,
    "behaviour_window.body": BodyBehaviour,
    "feature_window": FeatureWindow,
    "utterance_features": UtteranceFeatures,
    "answer_features": AnswerFeatures,
}


def named(carrier: str) -> set[str]:
    """Give the fields that the index names of one message or part of it."""
    found = set()
    for row in ROWS:
        at = ""
        for code in re.findall(r"`([a-z_.*]+)`", row):
            at, name = code.rsplit(".", 1) if "." in code else (at, code)
            if name == "*":
                at, name = at.rsplit(".", 1)
            if at == carrier:
                found.add(name)
    return found


def test_the_index_links_every_page_and_no_other() -> None:
    linked = set(re.findall(r"\]\(([a-z_]+\.md)\)", INDEX))

    assert linked == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_field_that_the_index_names_exists(carrier: str) -> None:
    assert named(carrier)
    assert named(carrier) <= set(CARRIERS[carrier].__struct_fields__)


@pytest.mark.parametrize("carrier", ["behaviour_window.face", "behaviour_window.body"])
def test_no_behaviour_is_sent_that_the_index_does_not_name(carrier: str) -> None:
    assert named(carrier) == set(CARRIERS[carrier].__struct_fields__)
