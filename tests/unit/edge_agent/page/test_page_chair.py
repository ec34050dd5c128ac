"""From the first question to the last: what the pages show, and what their buttons do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from starlette.testclient import TestClient

from edge_agent.errors import ProcessError
from edge_agent.interview.in_the_chair import Choose, Retake
from edge_agent.page.chair_desk import CaptionsNow
from edge_agent.page.chair_scene import ChairScene, Line, Verdict
from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from wire.language import Language, LocalText
from wire.messages.answer_features import PictureVerdict, SoundVerdict
from wire.policy import Profile
from wire.prompting import FollowUp, RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterator

AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}
PLAINER = LocalText(en="Tell us about one unhappy customer.", zh="请讲一位不满意的客户。")
PLAN = msgspec.structs.replace(
    sample_plan(Profile.CN),
    follow_ups=(FollowUp(text=PLAINER, serves=(RuleKind.NOT_UNDERSTOOD,), stage=1),),
)
BAD = Verdict(SoundVerdict.NOISY, PictureVerdict.DARK)
BLAME = re.compile(r"you failed|your fault|you must|nervous|您必须|您失败|紧张")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(PLAN)


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    """The second question is asked: the introduction is answered."""
    with TestClient(
        build(desk), base_url="http://127.0.0.1:8070", follow_redirects=False
    ) as client:
        client.post("/begin", data={"language": "en"})
        client.post("/understood")
        client.post("/consent", data=AGREED)
        for path in ("ready", "answer", "next", "next"):
            client.post(f"/{path}")
        yield client


def go(client: TestClient, *paths: str) -> None:
    for path in paths:
        assert client.post(f"/{path}").status_code == 303, path


def page(client: TestClient) -> str:
    return client.get("/").text


def test_the_page_says_how_often_the_answer_may_be_given_and_which_take_counts(
    client: TestClient,
) -> None:
    assert "1 more time; the newest take counts" in page(client)
    go(client, "answer", "next", "retake")
    assert "This will be take 2" in page(client)


def test_time_to_prepare_counts_down_and_starts_nothing(client: TestClient, desk: FakeDesk) -> None:
    desk.seat.scene = ChairScene(prepare_left_s=12.3)
    assert 'data-left="12.3"' in page(client)
    desk.seat.scene = ChairScene(prepare_left_s=-5.0)
    shown = page(client)
    assert "nothing starts by itself" in shown
    assert 'action="/answer"' in shown
    go(client, "more-time")
    assert desk.seat.asked == [("more_time",)]


def test_a_good_answer_is_told_so_and_a_bad_one_may_be_given_again_freely(
    client: TestClient, desk: FakeDesk
) -> None:
    go(client, "answer", "next")
    assert "being checked" in page(client)
    desk.seat.scene = ChairScene(verdict=Verdict(), is_judged=True)
    assert "are fine" in page(client)
    assert "1 time left" in page(client)
    desk.seat.scene = ChairScene(verdict=BAD, is_judged=True)
    shown = page(client)
    assert "too noisy" in shown
    assert "too dark" in shown
    assert "uses up no take" in shown


@pytest.mark.parametrize("language", Language)
def test_every_verdict_has_friendly_words(
    client: TestClient, desk: FakeDesk, language: Language
) -> None:
    go(client, "answer", "next")
    desk.language = language
    verdicts = [Verdict(sound=one) for one in SoundVerdict]
    verdicts += [Verdict(picture=one) for one in PictureVerdict]
    told = set()
    for verdict in verdicts:
        desk.seat.scene = ChairScene(verdict=verdict, is_judged=True)
        found = re.search(r'class="verdict.*?</p>', page(client), re.DOTALL)
        assert found is not None
        assert not BLAME.search(found[0])
        told.add(found[0])
    assert len(told) == len(verdicts) - 1


def test_the_candidate_chooses_which_take_counts(client: TestClient, desk: FakeDesk) -> None:
    go(client, "answer", "next", "retake", "answer", "next")
    assert page(client).count('action="/choose-take"') == 2
    assert client.post("/choose-take", data={"answer": "1"}).status_code == 303
    assert desk.taken[-1] == Choose(1)
    assert desk.state.taking.counted == {0, 1}
    pressed = re.findall(r'value="(\d)" aria-pressed="true"', page(client))
    assert pressed == ["1"]


def test_what_was_understood_can_be_corrected(client: TestClient, desk: FakeDesk) -> None:
    go(client, "answer", "next")
    lines = (Line("I saw a <warning>", "I saw a <warning>"), Line("heard", "said"))
    desk.seat.scene = ChairScene(verdict=Verdict(), is_judged=True, lines=lines)
    shown = page(client)
    assert "I saw a &lt;warning&gt;</textarea>" in shown
    assert ">said</textarea>" in shown
    answer = client.post("/correct", data={"line0": "one", "line1": " 二 "})
    assert answer.status_code == 303
    assert desk.seat.asked == [("correct", ("one", "二"))]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/correct", {"line1": "x"}),
        ("/correct", {}),
        ("/correct", {"line0": "x" * 2001}),
        ("/type", {"text": "   "}),
        ("/type", {"text": "x" * 6001}),
        ("/say", {"text": "x" * 4001}),
        ("/voice", {"playing": "perhaps"}),
        ("/captions", {"captions": ""}),
        ("/choose-take", {"answer": "-1"}),
        ("/choose-take", {"answer": "１"}),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    client: TestClient, desk: FakeDesk, path: str, form: dict[str, str]
) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == 400
    assert answer.text.startswith("K-PAGE-004")
    assert desk.seat.asked == []


def test_an_answer_can_be_written(client: TestClient, desk: FakeDesk) -> None:
    assert 'action="/type"' not in page(client)
    desk.seat.scene = ChairScene(may_type=True)
    assert 'action="/type"' in page(client)
    assert client.post("/type", data={"text": "我先听客户说完。" * 100}).status_code == 303
    assert desk.seat.asked == [("type_in", "我先听客户说完。" * 100)]


def test_words_that_could_not_be_kept_are_not_said_to_be(
    client: TestClient, desk: FakeDesk
) -> None:
    desk.seat.failure = ProcessError("The senses are away.")
    assert client.post("/type", data={"text": "one"}).status_code == 503


def test_who_does_not_understand_sees_other_words_of_the_plan(client: TestClient) -> None:
    assert PLAINER.en not in page(client)
    go(client, "plainer")
    assert PLAINER.en in page(client)
    go(client, "next", "plainer")
    assert "no other wording" in page(client)


def test_a_pause_shows_what_is_left_of_it(client: TestClient, desk: FakeDesk) -> None:
    go(client, "answer", "pause")
    desk.seat.scene = ChairScene(pause_left_s=90.0)
    shown = page(client)
    assert "nothing is recorded" in shown
    assert "1:30" in shown
    go(client, "resume")
    assert "Go on with the answer" in page(client)
    go(client, "answer", "next", "pause", "resume")
    assert 'action="/pause"' not in page(client)


def test_the_voice_is_labelled_and_is_not_offered_where_there_is_none(
    client: TestClient, desk: FakeDesk
) -> None:
    assert "Read it aloud" not in page(client)
    desk.seat.scene = ChairScene(voice=True)
    assert "A synthetic voice reads; no person is speaking." in page(client)


def test_a_text_is_given_as_sound_or_played_by_the_kiosk(
    client: TestClient, desk: FakeDesk
) -> None:
    heard = client.post("/say", data={"text": "你好"})
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/wav")
    assert heard.headers["speech-seconds"] == "1.5"
    assert "media-src 'self' blob:" in heard.headers["content-security-policy"]
    desk.seat.has_speaker = True
    assert client.post("/say", data={"text": "hello"}).status_code == 204
    assert client.post("/voice", data={"playing": "on"}).status_code == 204
    assert desk.seat.asked == [
        ("say", "你好", Language.EN),
        ("say", "hello", Language.EN),
        ("voice", True),
    ]


@pytest.mark.parametrize("path", ["/say", "/voice", "/type", "/correct", "/captions"])
def test_another_site_may_neither_speak_nor_write_here(client: TestClient, path: str) -> None:
    answer = client.post(path, data={"text": "x"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_captions_are_shown_while_answering_and_can_be_hidden(
    client: TestClient, desk: FakeDesk
) -> None:
    go(client, "answer")
    desk.seat.scene = ChairScene(captions=True)
    desk.seat.now = CaptionsNow("I checked", "the cash")
    assert 'id="captions"' in page(client)
    assert client.get("/captions").json() == {"said": "I checked", "partial": "the cash"}
    assert client.post("/captions", data={"captions": "off"}).status_code == 303
    assert desk.seat.asked == [("show_captions", False)]
    desk.seat.scene = ChairScene()
    assert 'id="captions"' not in page(client)


def test_the_candidates_own_questions_come_last_and_may_be_none(client: TestClient) -> None:
    go(client, "next", "next")
    shown = page(client)
    assert "What would you like to ask us?" in shown
    assert "I have no questions" in shown
    go(client, "answer", "next")
    assert ">Finish<" in page(client)
    go(client, "next")
    assert client.get("/state").json()["phase"] == "thanks"


def test_a_follow_up_takes_the_place_of_the_question_it_follows(
    client: TestClient, desk: FakeDesk
) -> None:
    go(client, "answer", "next")
    desk.state = replace(desk.state, follow_up=0)
    go(client, "next")
    shown = page(client)
    assert f"<h1 data-say>{PLAINER.en}</h1>" in shown
    assert "This follows on from:" in shown
    assert client.get("/state").json()["follow_up"] is True


def test_a_retake_by_the_page_is_never_free_by_its_own_word(
    client: TestClient, desk: FakeDesk
) -> None:
    go(client, "answer", "next", "retake")
    assert desk.taken[-1] == Retake(free=False)
    assert client.post("/retake", data={"free": "on"}).status_code == 400
