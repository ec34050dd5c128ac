"""Keywords against a table of what somebody would and would not call said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from edge_agent.features.keywords import KeywordSpotter
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Word
from wire.language import Language
from wire.plan import Keyword

ROOT = Path(__file__).parents[4]
TABLES = ROOT / "tests" / "data" / "keywords"
JOB = ROOT / "hub" / "workflow" / "jobs" / "bank-account-manager.toml"
IN_SENTENCES = {
    Language.EN: ("so then {} again", "because {} was important", "we had {} there"),
    Language.ZH: (
        "当时我先{}然后",
        "他们的{}很重要",
        "后来我就{}",
        "我们{}了",
        "因为{}所以没有问题",
        "关于{}的事情",
    ),
}

MISSED = {Language.EN: [], Language.ZH: ["当时我先例会然后", "当时我先进度然后"]}
"""Known faults: 先例 and 先进 are words, too."""


def rows(language: Language) -> list[Any]:
    found = tomllib.loads((TABLES / f"{language.value}.toml").read_text(encoding="utf-8"))["rows"]
    return [pytest.param(language, row, id=row["case"]) for row in found]


def is_found(language: Language, form: str, text: str) -> bool:
    keyword = Keyword(number=1, language=language, forms=(form,))
    words = [Word(word, at / 2, at / 2 + 0.5) for at, word in enumerate(pieces(text, language))]
    return bool(KeywordSpotter([keyword], language).spot(words))


@pytest.mark.parametrize(("language", "row"), [*rows(Language.EN), *rows(Language.ZH)])
def test_a_keyword_is_found_where_it_was_said_and_nowhere_else(
    language: Language, row: dict[str, Any]
) -> None:
    """A row with `known_fault` is one that we know to be judged wrongly."""
    expected = row["hit"] is not row.get("known_fault", False)
    assert is_found(language, row["form"], row["said"]) is expected


@pytest.mark.parametrize("language", Language)
def test_every_form_of_the_sample_job_is_found_within_sentences(language: Language) -> None:
    """Word boundaries are not to hide what was said."""
    job = tomllib.loads(JOB.read_text(encoding="utf-8"))
    groups = [group for one in job["competencies"] for group in one["groups"]]
    forms = [form for group in groups for form in group[language.value]]
    missed = [
        sentence.format(form)
        for form in forms
        for sentence in IN_SENTENCES[language]
        if not is_found(language, form, sentence.format(form))
    ]
    assert missed == MISSED[language]
