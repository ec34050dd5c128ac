from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.errors import SettingsError
from hub.workflow.competency_catalogue import catalogue as competencies
from hub.workflow.letters.learning import catalogue

if TYPE_CHECKING:
    from pathlib import Path

GOOD = 'competency = "patience"\nadvice = { en = "Wait.", zh = "等一等。" }\n'
LINK = '[[links]]\nlanguage = "en"\ntitle = "Waiting"\nurl = "%s"\n'


def test_the_shipped_advice_is_for_competencies_that_there_are_and_links_in_both_languages() -> (
    None
):
    shipped = catalogue(None)
    assert set(shipped) <= set(competencies())
    for one in shipped.values():
        assert {link.language.value for link in one.links} == {"en", "zh"}


def test_a_deployments_folder_replaces_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "patience.toml").write_text(GOOD + LINK % "https://example.org/waiting")
    assert list(catalogue(tmp_path)) == ["patience"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://example.org/a b",
        "https://me@example.org",
        "https:///nowhere",
        "data:text/html,x",
    ],
)
def test_a_link_that_is_no_https_address_stops_the_start(tmp_path: Path, url: str) -> None:
    (tmp_path / "patience.toml").write_text(GOOD + LINK % url)
    with pytest.raises(SettingsError, match=r"patience\.toml"):
        catalogue(tmp_path)


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        catalogue(tmp_path / "nowhere")
