"""The candidate page's addresses, asked as a browser and as a program ask them."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from edge_agent.errors import ProcessError
from edge_agent.page.mirror import Loudness
from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import INTERVIEW_ID
from wire.language import Language

SELF_VIEW = "ws://127.0.0.1:8070/self-view"
BASE = "http://127.0.0.1:8070"
BROWSER = {"Accept": "text/html", "Origin": BASE, "Sec-Fetch-Site": "same-origin"}
AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


def go(client: TestClient, *posts: str) -> None:
    forms = {"begin": {"language": "en"}, "consent": AGREED}
    for post in posts:
        assert client.post(f"/{post}", data=forms.get(post, {})).status_code == 303


def test_a_whole_interview_goes_by_plain_posts(client: TestClient, desk: FakeDesk) -> None:
    go(client, "begin", "understood", "consent", "ready", *["answer", "next", "next"] * 4)
    told = client.get("/state").json()
    assert (told["phase"], told["stage"], told["stages"]) == ("thanks", 4, 4)
    assert told["interview_id"] == INTERVIEW_ID
    assert len(desk.requests) == 9


def test_the_state_tells_everything_a_program_needs(client: TestClient) -> None:
    assert client.get("/state").json() == {
        "ready": True,
        "phase": "welcome",
        "stage": 0,
        "stages": 4,
        "take_over": False,
        "ending": None,
        "interview_id": INTERVIEW_ID,
        "elapsed_s": 0.0,
        "language": "en",
        "step": "",
        "watched": False,
        "receipt": False,
        "problem": None,
        "follow_up": False,
    }


def test_the_page_says_when_somebody_watches(client: TestClient, desk: FakeDesk) -> None:
    go(client, "begin", "understood", "consent", "ready")
    assert 'id="watched" role="status" hidden>' in client.get("/").text
    desk.is_watched = True
    assert client.get("/state").json()["watched"] is True
    assert 'id="watched" role="status">' in client.get("/").text


def test_when_nobody_is_expected_the_page_says_so() -> None:
    with TestClient(build(FakeDesk(None)), base_url=BASE) as client:
        assert "Nobody is expected right now" in client.get("/").text
        assert client.get("/state").json()["interview_id"] is None
        assert client.post("/begin", data={"language": "en"}).status_code == 409


def test_pages_are_shown_in_the_language_chosen(client: TestClient) -> None:
    assert "Here you can sit an interview" in client.get("/").text
    client.post("/language", data={"language": "zh"})
    page = client.get("/").text
    assert "您可以在这里参加受邀的面试" in page
    assert 'lang="zh-CN"' in page


def test_another_page_language_after_the_beginning_does_not_change_the_spoken_one(
    client: TestClient, desk: FakeDesk
) -> None:
    go(client, "begin", "understood", "consent", "ready")
    client.post("/language", data={"language": "zh"})
    assert desk.state.language is Language.EN
    assert "请用英语回答" in client.get("/").text


@pytest.mark.parametrize("path", ["consent", "ready", "answer", "next", "finish"])
def test_a_post_out_of_order_is_a_conflict(client: TestClient, path: str) -> None:
    answer = client.post(f"/{path}")
    assert answer.status_code == 409
    assert answer.text.startswith("K-INTERVIEW-001")


def test_a_browser_is_taken_from_a_past_page_to_the_present_one(client: TestClient) -> None:
    answer = client.post("/next", headers=BROWSER)
    assert answer.status_code == 409
    assert answer.headers["refresh"] == "1; url=/"
    assert "already done" in answer.text


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/begin", "language=fr", "en or zh"),
        ("/begin", "", "en or zh"),
        ("/begin", "language=en&language=zh", "twice"),
        ("/begin", "language=en&name=x", "no field 'name'"),
        ("/consent", "recording=yes", "on, off or left out"),
        ("/consent", "everything=on", "no field 'everything'"),
        ("/ready", "a=b", "no field 'a'"),
        ("/next", "nonsense", "cannot be read"),
        ("/language", "language=" + "x" * 5000, "longer than"),
        ("/begin", "language=\xff", "cannot be read"),
    ],
)
def test_a_bad_form_gets_one_clear_line(client: TestClient, path: str, body: str, why: str) -> None:
    answer = client.post(path, content=body.encode("latin-1"))
    assert answer.status_code == 400
    assert answer.text.startswith("K-PAGE-004")
    assert why in answer.text
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "kiosk.elsewhere.example"},
        {"Host": "[x"},
        {"Host": "127.0.0.1[:80"},
    ],
)
def test_another_site_may_press_no_button(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/begin", data={"language": "en"}, headers=headers).status_code == 403
    assert client.get("/state").json()["phase"] == "welcome"


def test_every_answer_carries_the_strict_headers(client: TestClient) -> None:
    for path in ("/", "/state", "/static/kiosk.js", "/missing"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "referrer-policy" in headers


def test_a_browser_keeps_a_file_whose_address_names_its_content_and_no_page(
    client: TestClient,
) -> None:
    page = client.get("/")
    named = re.findall(r'"(/static/[a-z]+\.(?:css|js)\?v=[0-9a-f]{12})"', page.text)
    assert len(named) == 9
    for address in named:
        assert "immutable" in client.get(address).headers["cache-control"]
    for other in ("/?v=1", "/state?v=1", "/static/missing.js?v=1", "/static/kiosk.js"):
        assert client.get(other).headers["cache-control"] == "no-store"


def test_no_page_has_a_script_or_style_of_its_own(client: TestClient) -> None:
    pages = [client.get("/").text]
    ways = ("begin", "understood", "consent", "ready", "answer", "next", "pause", "finish")
    for post in ways:
        go(client, post)
        pages.append(client.get("/").text)
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)", page)


def test_every_part_can_be_left_out_in_two_steps(client: TestClient) -> None:
    go(client, "begin", "understood", "consent", "ready")
    for _ in range(3):
        page = client.get("/").text
        assert re.search(r"<details(?:(?!</details>).)*action=\"/next\"", page, re.DOTALL)
        go(client, "next")
    assert "I have no questions" in client.get("/").text
    go(client, "next")
    assert client.get("/state").json()["phase"] == "thanks"


def test_a_broken_part_is_told_kindly_and_changes_nothing(
    client: TestClient, desk: FakeDesk
) -> None:
    desk.failure = ProcessError("The recorder is away.")
    answer = client.post("/begin", data={"language": "en"}, headers=BROWSER)
    assert answer.status_code == 503
    assert answer.headers["refresh"] == "3; url=/"
    assert "One moment" in answer.text
    assert client.post("/begin", data={"language": "en"}).text.startswith("K-PROCESS-001")
    assert client.get("/state").json()["phase"] == "welcome"


def test_the_self_view_shows_the_newest_picture_and_level(
    client: TestClient, desk: FakeDesk
) -> None:
    with client.websocket_connect(SELF_VIEW, headers={"Origin": BASE}) as socket:
        assert client.portal is not None
        client.portal.call(desk.mirror.show, b"\xff\xd8older")
        client.portal.call(desk.mirror.sound, Loudness(-20.0, speech=True))
        assert socket.receive_bytes() == b"\xff\xd8older"
        assert socket.receive_json() == {"dbfs": -20.0, "speech": True}


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_the_self_view_is_for_our_own_page_only(
    client: TestClient, headers: dict[str, str]
) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(SELF_VIEW, headers=headers),
    ):
        pass
