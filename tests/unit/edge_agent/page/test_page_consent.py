"""The consent page asks for each purpose of the plan, and goes on as was decided."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from wire.messages.events import Ending
from wire.policy import Profile, Purpose, Use, table

BASE = "http://127.0.0.1:8070"
BROWSER = {"Accept": "text/html", "Origin": BASE, "Sec-Fetch-Site": "same-origin"}
AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


def begin(client: TestClient) -> None:
    assert client.post("/begin", data={"language": "en"}).status_code == 303
    assert client.post("/understood").status_code == 303


@pytest.mark.parametrize(
    ("profile", "asked"),
    [(Profile.CN, 3), (Profile.EU, 2), (Profile.US, 2)],
)
def test_the_plan_says_what_is_asked(profile: Profile, asked: int) -> None:
    with TestClient(build(FakeDesk(sample_plan(profile))), base_url=BASE) as client:
        client.post("/begin", data={"language": "en"})
        client.post("/understood")
        page = client.get("/").text
    assert len(re.findall(r"<fieldset class=\"purpose\"", page)) == asked
    assert "checked" not in page


def test_no_profile_scores_the_face_as_the_consent_page_promises() -> None:
    for profile in Profile:
        behaviour = [use for measure, use in table(profile).items() if "_" in measure.value]
        assert Use.SCORE not in behaviour


def test_refusing_to_be_recorded_ends_kindly(client: TestClient, desk: FakeDesk) -> None:
    begin(client)
    client.post("/consent", data={"recording": "off", "analysis": "on"})
    assert desk.state.ending is Ending.NO_CONSENT
    assert "a person will interview you" in client.get("/").text
    assert desk.requests == []


@pytest.mark.parametrize("refused", [Purpose.ANALYSIS, Purpose.FACE_ANALYSIS])
def test_refusing_anything_else_goes_on(
    client: TestClient, desk: FakeDesk, refused: Purpose
) -> None:
    begin(client)
    form = {name: value for name, value in AGREED.items() if name != refused.value}
    client.post("/consent", data=form)
    assert client.post("/ready").status_code == 303
    assert desk.state.granted == frozenset(Purpose) - {refused}


def test_a_browser_that_left_a_choice_open_is_asked_for_it_and_keeps_the_others(
    client: TestClient, desk: FakeDesk
) -> None:
    begin(client)
    answer = client.post("/consent", data={"recording": "on", "analysis": "off"}, headers=BROWSER)
    assert answer.status_code == 422
    assert re.findall(r"id=\"open-(\w+)\" role=\"alert\">", answer.text) == ["face_analysis"]
    assert len(re.findall(r" checked", answer.text)) == 2
    assert len(re.findall(r" autofocus", answer.text)) == 1
    assert desk.state.granted == frozenset()
    decided = {"recording": "on", "analysis": "off", "face_analysis": "off"}
    assert client.post("/consent", data=decided, headers=BROWSER).status_code == 303


def test_the_consent_page_names_who_may_open_what(client: TestClient) -> None:
    begin(client)
    page = client.get("/").text
    assert "HR managers and interviewers of this organisation can play it" in page
    assert "HR staff cannot play it" in page
    assert "HR managers and interviewers may also watch and listen" in page
    assert "in charge of this selection" not in page
