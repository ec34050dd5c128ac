"""Each consent refused, through to HR's screen: a person goes on, and nothing of it is anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from hub.web import words
from hub.web.rendering import say
from provisioning.demo import site
from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.refusing import STAGES, kiosk_site, until, visit
from tests.e2e.served_hub import sign_in
from wire.language import Language
from wire.policy import BEHAVIOUR, Measure, Profile, purposes
from wire.receipt import Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from provisioning.demo.site import Site
    from tests.e2e.refusing import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

RECORDING, ANALYSIS, FACE = purposes(Profile.CN)
AGREED = {
    "everything refused": (),
    "recording refused": (ANALYSIS, FACE),
    "speech refused": (RECORDING, FACE),
    "face refused": (RECORDING, ANALYSIS),
    "all agreed": (RECORDING, ANALYSIS, FACE),
}
"""The last shows that what the others lack would be there, and would be found."""
OF_SPEECH = {"utterance_features", "answer_features"}
OF_FACE = {"behaviour_window"}
CAPTURE = {Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY}
BEHIND = {
    RECORDING: set(Measure),
    ANALYSIS: set(Measure) - BEHAVIOUR - CAPTURE,
    FACE: set(BEHAVIOUR),
}
"""What is not measured without a consent; without a recording there is nothing to measure."""
NOT_GIVEN = {Language.EN: "not given", Language.ZH: "未同意"}
SAID = {
    Language.EN: {
        RECORDING: "The candidate did not agree to be recorded: there is no recording.",
        ANALYSIS: "The candidate did not agree to the analysis of speech: nothing of what was said",
        FACE: "The candidate did not agree to being observed: nothing of face and posture",
    },
    Language.ZH: {
        RECORDING: "候选人未同意录制，因此没有录像。",
        ANALYSIS: "候选人未同意语音分析：所说的内容没有转成文字",
        FACE: "候选人未同意观察面部和姿势：没有做任何相关测量。",
    },
}
IN_PERSON = {
    Language.EN: "ask the same questions in person",
    Language.ZH: "请当面提出同样的问题",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with kiosk_site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def visits(place: Site) -> dict[str, Visit]:
    return {name: visit(place, name, granted) for name, granted in AGREED.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module", params=list(Language))
def hr(request: pytest.FixtureRequest, place: Site, browser: Browser) -> Iterator[Page]:
    """HR, signed in, in one language after the other."""
    context = browser.new_context(base_url=place.web_address, locale="en-GB")
    page = context.new_page()
    sign_in(page, site.HR_NAME, place.hr_password)
    wanted = "中文" if request.param is Language.ZH else "English"
    if page.get_by_role("button", name=wanted).count():
        page.get_by_role("button", name=wanted).click()
    yield page
    context.close()


def language_of(page: Page) -> Language:
    tag = page.locator("html").get_attribute("lang") or ""
    return Language(tag.partition("-")[0])


def opened(hr: Page, one: Visit) -> Language:
    """Open the interview's page as somebody who does not rate."""
    hr.goto(f"/interviews/{one.interview_id}")
    look = hr.locator("details.look")
    if RECORDING in one.granted and look.count():
        look.locator("summary").click()
        look.locator("form button").click()
    return language_of(hr)


def test_who_agrees_to_all_leaves_everything_that_is_looked_for(visits: dict[str, Visit]) -> None:
    agreed = visits["all agreed"]
    for told in (agreed.published, agreed.on_hub, agreed.on_kiosk):
        assert {*OF_SPEECH, *OF_FACE, "feature_window"} <= set(told)
    assert agreed.files == {"media": len(STAGES), "transcript": len(STAGES)}
    assert agreed.score is not None
    assert any(one["score"] is not None for one in agreed.score["competencies"])
    assert {one.why for one in agreed.receipt.measures} == {Why.MEASURED}
    assert agreed.named_after_it, "the store names files after the interview"


@pytest.mark.parametrize("name", ["everything refused", "recording refused"])
def test_without_a_recording_the_kiosk_keeps_nothing_and_sends_a_person(
    name: str, visits: dict[str, Visit]
) -> None:
    one = visits[name]
    assert one.published == one.on_hub == {"consent_recorded": 3, "interview_ended": 1}
    assert set(one.on_kiosk) <= {"consent_recorded", "interview_ended"}
    assert not one.files
    assert not one.named_after_it
    assert one.score is None
    assert (one.row["ending"], one.row["began_at"]) == ("no_consent", None)
    assert "a person will interview you" in one.last_page
    assert one.receipt.recordings == ()
    assert one.receipt.models == ()


def test_without_the_analysis_of_speech_nothing_that_was_said_is_known(
    visits: dict[str, Visit],
) -> None:
    one, agreed = visits["speech refused"], visits["all agreed"]
    for told in (one.published, one.on_hub, one.on_kiosk):
        assert not OF_SPEECH & set(told)
        assert {*OF_FACE, "feature_window", "answer_ended"} <= set(told)
    assert one.files == {"media": len(STAGES)}
    assert one.score is not None
    assert {each["score"] for each in one.score["competencies"]} == {None}
    assert {each["why"]["code"] for each in one.score["competencies"]} == {"analysis_refused"}
    assert set(one.receipt.models) < set(agreed.receipt.models)


def test_without_the_observation_of_face_and_body_only_the_picture_is_judged(
    visits: dict[str, Visit],
) -> None:
    one, agreed = visits["face refused"], visits["all agreed"]
    for told in (one.published, one.on_hub, one.on_kiosk):
        assert not OF_FACE & set(told)
        assert {*OF_SPEECH, "feature_window"} <= set(told)
    assert one.files == agreed.files
    assert one.score is not None
    assert agreed.score is not None
    scores, others = one.score["competencies"], agreed.score["competencies"]
    assert [each["score"] for each in scores] == [each["score"] for each in others]
    assert set(one.receipt.models) < set(agreed.receipt.models)


@pytest.mark.parametrize("name", AGREED)
def test_the_receipt_says_of_every_measure_whether_it_was_agreed_to(
    name: str, visits: dict[str, Visit]
) -> None:
    one = visits[name]
    refused = set(purposes(Profile.CN)) - one.granted
    expected = set().union(*(BEHIND[each] for each in refused))
    not_agreed = {each.measure for each in one.receipt.measures if each.why is Why.NOT_AGREED}
    assert not_agreed == expected
    assert {each.purpose: each.granted for each in one.receipt.consents} == {
        each: each in one.granted for each in purposes(Profile.CN)
    }


@pytest.mark.parametrize("name", [name for name in AGREED if name != "all agreed"])
def test_hr_reads_what_was_not_agreed_to_and_sees_no_number_of_it(
    name: str, visits: dict[str, Visit], hr: Page
) -> None:
    one = visits[name]
    language = opened(hr, one)
    not_given = NOT_GIVEN[language]
    refused = [each for each in purposes(Profile.CN) if each not in one.granted]
    badges = hr.locator(".consents li", has_text=not_given).all_inner_texts()
    names = [say(language, words.PURPOSES[each.value]) for each in refused]
    assert badges == [f"{one} · {not_given}" for one in names]
    is_held = RECORDING in one.granted
    for each in refused if is_held else [RECORDING]:
        expect(hr.locator("main")).to_contain_text(SAID[language][each])
    numbers = {
        ANALYSIS: ("#scores .figure", "#measures dl.facts", "#transcript"),
        FACE: ("#measures .composure", ".lane path.behaviour"),
        RECORDING: ("#player", "#scores .figure", "#measures", ".lanes", "#transcript"),
    }
    for each in refused:
        for place in numbers[each]:
            expect(hr.locator(place)).to_have_count(0)
    if not is_held:
        expect(hr.locator("#scorecard")).to_contain_text(IN_PERSON[language])
        expect(hr.locator("#scorecard input[type=radio]").first).to_be_visible()


def test_hr_sees_a_number_where_everything_was_agreed_to(
    visits: dict[str, Visit], hr: Page
) -> None:
    language = opened(hr, visits["all agreed"])
    expect(hr.locator(".consents li", has_text=NOT_GIVEN[language])).to_have_count(0)
    shown = (
        "#scores .figure",
        "#measures dl.facts",
        "#measures .composure",
        ".lane path.behaviour",
    )
    for each in (*shown, "#transcript", "#player"):
        expect(hr.locator(each).first).to_be_visible()


@pytest.mark.parametrize("name", [name for name, granted in AGREED.items() if RECORDING in granted])
def test_what_was_agreed_to_be_recorded_plays_whatever_else_was_refused(
    name: str, visits: dict[str, Visit], hr: Page
) -> None:
    opened(hr, visits[name])
    answers = hr.locator(".chapters button[data-recording]")
    expect(answers).to_have_count(len(STAGES))
    answers.last.click()
    until(lambda: hr.evaluate(_SHOWS), "it does not play")


_SHOWS = """() => {
  const player = document.getElementById("player");
  return player.readyState >= 2 && player.videoWidth > 0;
}"""
