"""Check-in, how pages are shown, whom one meets, and the survey, by plain posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from starlette.testclient import TestClient

from edge_agent.page.receipt_scene import Shown
from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from tests.fakes.receipts import receipt_of, site
from wire.briefing import Briefing, InterviewerCard
from wire.check_in import hash_of
from wire.language import LocalText
from wire.policy import Profile
from wire.survey import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "ABCD2345"
TITLE = "Bank account manager"
BASE = "http://127.0.0.1:8070"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk(structs.replace(sample_plan(Profile.CN), check_in=hash_of(CODE)))
    card = InterviewerCard(name="Wang Min", role=LocalText("Head of branch", "行长"), picture=PNG)
    contact = LocalText("Reception, extension 2001", "前台分机 2001")
    made.porch.brief(Briefing(interviewers=(card,), answer_working_days=3, contact=contact))
    return made


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    with TestClient(build(desk), base_url=BASE, follow_redirects=False) as client:
        yield client


def check_in(client: TestClient, code: str = CODE) -> str:
    client.post("/begin", data={"language": "en"})
    assert client.post("/check-in", data={"code": code}).status_code == 303
    return client.get("/").text


def to_the_end(client: TestClient) -> str:
    check_in(client)
    client.post("/understood")
    client.post("/consent", data=AGREED)
    client.post("/finish")
    return client.get("/").text


def test_nothing_of_the_interview_is_shown_before_the_code_fits(client: TestClient) -> None:
    client.post("/begin", data={"language": "en"})
    for page in (client.get("/").text, check_in(client, "ABCD2346")):
        assert TITLE not in page
        assert "Wang Min" not in page
    assert client.get("/interviewer/0").status_code == 404
    assert client.post("/understood").status_code == 409


def test_after_it_one_learns_for_what_and_whom_one_came(client: TestClient) -> None:
    page = check_in(client)
    assert TITLE in page
    assert "Wang Min" in page
    picture = client.get("/interviewer/0")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    assert client.get("/interviewer/1").status_code == 404


def test_half_a_code_is_told_so_and_not_counted(client: TestClient, desk: FakeDesk) -> None:
    client.post("/begin", data={"language": "en"})
    answer = client.post("/check-in", data={"code": "ABC"})
    assert answer.status_code == 422
    assert "not a whole code" in answer.text
    assert desk.state.arrival.wrong_codes == 0


def test_five_wrong_codes_lead_to_a_wait_in_which_the_right_one_does_not_help(
    client: TestClient,
) -> None:
    pages = [check_in(client, "ABCD2346") for _ in range(5)]
    assert ["Please wait" in page for page in pages] == [False] * 4 + [True]
    assert TITLE not in check_in(client)


def test_without_a_briefing_the_pages_are_whole(client: TestClient, desk: FakeDesk) -> None:
    desk.porch.brief(Briefing())
    assert "Who interviews you" not in check_in(client)
    client.post("/understood")
    client.post("/consent", data={**AGREED, "recording": "off"})
    assert "a person will interview you" in client.get("/").text


def test_the_last_page_says_by_when_and_whom_to_ask(client: TestClient) -> None:
    page = to_the_end(client)
    assert "Reception, extension 2001" in page


def test_the_survey_is_taken_once_and_says_nothing_of_the_interview(
    client: TestClient, desk: FakeDesk
) -> None:
    assert client.post("/survey", data={"fair": "4"}).status_code == 409
    assert "Five short questions" in to_the_end(client)
    assert client.post("/survey", data={"fair": "4", "liking": "5"}).status_code == 303
    (survey,) = desk.surveys
    assert (survey.fair, survey.liking, survey.prepared) == (4, 5, None)
    assert "Nobody can tell" in client.get("/").text
    assert client.post("/survey", data={"fair": "1"}).status_code == 409
    assert len(desk.surveys) == 1


def test_a_survey_left_empty_is_not_sent(client: TestClient, desk: FakeDesk) -> None:
    to_the_end(client)
    assert client.post("/survey").status_code == 303
    assert desk.surveys == []


def test_the_last_page_goes_at_once_where_its_receipt_was_shown(
    client: TestClient, desk: FakeDesk
) -> None:
    assert "take this page away" not in to_the_end(client)
    assert client.post("/leave").status_code == 409
    assert not desk.porch.left.is_set()
    signer, _ = site()
    desk.receipt = Shown(receipt_of(signer), b"", "KR1.a.b.c")
    assert "take this page away" in client.get("/").text
    assert client.post("/leave").status_code == 303
    assert desk.porch.left.is_set()
    desk.porch.forget()
    assert not desk.porch.left.is_set()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/survey", {"fair": "6"}),
        ("/survey", {"name": "Ada"}),
        ("/view", {"toggle": "huge"}),
        ("/view", {"large": "on"}),
        ("/practise", {"step": "again"}),
        ("/stay", {"for": "ever"}),
        ("/leave", {"for": "ever"}),
    ],
)
def test_what_no_page_sends_is_refused(client: TestClient, path: str, form: dict[str, str]) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == 400
    assert answer.text.startswith("K-PAGE-004")


def test_the_next_candidate_finds_pages_as_they_were(client: TestClient, desk: FakeDesk) -> None:
    client.post("/view", data={"toggle": "large"})
    client.post("/view", data={"toggle": "contrast"})
    assert 'class="large contrast"' in client.get("/").text
    client.post("/view", data={"toggle": "large"})
    assert 'class=" contrast"' in client.get("/").text
    desk.porch.forget()
    assert "contrast" not in client.get("/").text.split("<head>")[0]
    assert desk.porch.now.briefing == Briefing()


def test_leaving_before_the_consent_goes_back_to_the_first_page(client: TestClient) -> None:
    check_in(client)
    assert client.post("/step-back").status_code == 303
    assert client.get("/state").json()["phase"] == "welcome"
    assert TITLE not in client.get("/").text
    to_the_end(client)
    assert client.post("/step-back").status_code == 409


def test_the_five_items_are_those_that_the_hub_counts(client: TestClient) -> None:
    page = to_the_end(client)
    for item in Item:
        assert page.count(f'name="{item.value}"') == 5
