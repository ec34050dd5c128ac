"""While an answer runs, the page says in one sentence what the candidate can mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from edge_agent.features.capture_problems import CaptureProblem
from wire.language import Language

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.fakes.desk import FakeDesk

AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}
BLAME = re.compile(r"wrong|fail|fault|must|bad|smile|look at|nervous|错|失败|必须|微笑|紧张")


@pytest.fixture
def answering(client: TestClient) -> TestClient:
    """An interview whose first answer is being given."""
    for post, form in (("begin", {"language": "en"}), ("understood", {}), ("consent", AGREED)):
        client.post(f"/{post}", data=form)
    for post in ("ready", "answer"):
        client.post(f"/{post}")
    return client


def shown(page: str) -> str:
    found = re.search(r'<p class="notice" id="notice" [^>]*aria-live="polite"[^>]*>(.*?)</p>', page)
    assert found is not None
    return found[1]


def test_nothing_is_said_while_nothing_is_wrong(answering: TestClient) -> None:
    assert shown(answering.get("/").text) == ""


@pytest.mark.parametrize("problem", CaptureProblem)
@pytest.mark.parametrize("language", Language)
def test_each_problem_has_a_calm_sentence_of_its_own_in_both_languages(
    answering: TestClient, desk: FakeDesk, problem: CaptureProblem, language: Language
) -> None:
    desk.problem, desk.language = problem, language
    page = answering.get("/").text
    sentence = shown(page)
    assert f'data-{problem.value}="{sentence}"' in page
    assert not BLAME.search(sentence)
    assert bool(re.search("[一-鿿]", sentence)) is (language is Language.ZH)
    assert answering.get("/state").json()["problem"] == problem.value


def test_no_two_problems_have_the_same_sentence(answering: TestClient, desk: FakeDesk) -> None:
    said = set()
    for problem in CaptureProblem:
        desk.problem = problem
        said.add(shown(answering.get("/").text))
    assert len(said) == len(CaptureProblem)
