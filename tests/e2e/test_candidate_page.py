"""A candidate goes through the real page of a real kiosk in a real Chromium."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from edge_agent.publish.outbox import Outbox
from tests.e2e.kiosk_in_chromium import chromium, kiosk, watch
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from wire.messages.events import AnswerBegan, ConsentRecorded, Ending, InterviewEnded
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

    from tests.e2e.kiosk_in_chromium import Kiosk
    from wire.messages.fields import Durable

pytestmark = pytest.mark.e2e
PATIENCE_MS = 45_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def lobby() -> Iterator[Kiosk]:
    with kiosk(sample_plan(Profile.CN)) as running:
        yield running


def arrive(browser: Browser, lobby: Kiosk) -> Page:
    """Open the page as soon as there is one."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    page.set_default_timeout(PATIENCE_MS)
    curl = shutil.which("curl")
    assert curl is not None, "apt-get install curl"
    wait = [curl, "--silent", "--retry", "60", "--retry-connrefused", "--retry-delay", "1"]
    subprocess.run([*wait, "--output", "/dev/null", lobby.address], check=True)
    page.goto(lobby.address)
    return page


def decide(page: Page, refused: frozenset[Purpose]) -> None:
    for purpose in Purpose:
        answer = "I do not agree" if purpose in refused else "I agree"
        page.locator(f"[data-purpose={purpose.value}]").get_by_text(answer, exact=True).click()
    page.get_by_role("button", name="Continue with these choices").click()


def events(lobby: Kiosk) -> list[Durable]:
    outbox = Outbox.of_kiosk(lobby.state_dir, Profile.CN)
    try:
        return outbox.events(INTERVIEW_ID)
    finally:
        outbox.close()


def test_a_candidate_goes_through_by_keyboard_alone_and_sees_and_hears_themselves(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    complaints = watch(page)
    page.get_by_role("button", name="Interview in English").press("Enter")
    page.get_by_role("button", name="Go on to your choices").press("Enter")
    for purpose in Purpose:
        page.locator(f"[name={purpose.value}][value=on]").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator("#mirror")).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)
    page.get_by_role("button", name="I am ready, begin").press("Enter")
    page.get_by_role("button", name="Start answering").press("Enter")
    expect(page.locator(".recording")).to_be_visible()
    expect(page.locator("#meter")).not_to_have_attribute("aria-valuenow", "0", timeout=PATIENCE_MS)
    expect(page.locator("#elapsed")).to_have_text("0:01", timeout=PATIENCE_MS)
    page.get_by_role("button", name="I have finished this answer").press("Enter")
    page.get_by_role("button", name="Keep it and go on").press("Enter")
    expect(page.get_by_text("Part 2 of 4")).to_be_visible()
    page.get_by_text("End the interview early").press("Enter")
    page.get_by_role("button", name="Yes, end the interview").press("Enter")
    expect(page.get_by_role("heading", name="the interview has ended")).to_be_visible()
    assert complaints == []
    assert [type(one) for one in events(lobby)].count(AnswerBegan) == 1


def test_the_other_language_is_one_press_away_on_every_page_and_is_then_spoken(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    page.get_by_role("button", name="Interview in English").click()
    page.get_by_role("button", name="Go on to your choices").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文", exact=True).click()
    expect(page.get_by_role("heading", name="以下各项，您是否同意？")).to_be_visible()
    for purpose in Purpose:
        page.locator(f"[data-purpose={purpose.value}]").get_by_text("同意", exact=True).click()
    page.get_by_role("button", name="按以上选择继续").click()
    page.get_by_role("button", name="准备好了，开始面试").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Please answer in Chinese")).to_be_visible()


def answer_unseen(page: Page) -> Locator:
    """Begin to answer before a camera that sees no face; gives the line that will say so."""
    page.get_by_role("button", name="Interview in English").click()
    page.get_by_role("button", name="Go on to your choices").click()
    decide(page, frozenset())
    page.get_by_role("button", name="I am ready, begin").click()
    page.get_by_role("button", name="Start answering").click()
    notice = page.locator("#notice")
    expect(notice).to_have_text("")
    return notice


def test_a_picture_without_a_face_is_told_in_one_sentence_while_the_answer_runs(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    notice = answer_unseen(page)
    expect(notice).to_have_text(
        "The camera does not see your face. Please sit so that you see it in the picture.",
        timeout=PATIENCE_MS,
    )
    page.get_by_role("button", name="中文", exact=True).click()
    expect(notice).to_have_text("摄像头没有拍到您的脸。请调整坐姿，让画面里能看到您的脸。")


def test_a_sentence_that_came_with_the_page_goes_when_its_reason_is_gone(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    notice = answer_unseen(page)
    expect(notice).not_to_have_text("", timeout=PATIENCE_MS)
    page.route("**/state", mended)
    with page.expect_response("**/state"):
        page.reload()
    expect(notice).to_have_text("")
    page.unroute_all(behavior="ignoreErrors")  # the page goes on asking when the kiosk is gone
    page.close()


def mended(route: Route) -> None:
    """Tell what the kiosk tells, but for the problem."""
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "problem": None})


@pytest.mark.parametrize("refused", [Purpose.ANALYSIS, Purpose.FACE_ANALYSIS])
def test_refusing_one_purpose_goes_on_to_the_questions(
    browser: Browser, lobby: Kiosk, refused: Purpose
) -> None:
    page = arrive(browser, lobby)
    page.get_by_role("button", name="Interview in English").click()
    page.get_by_role("button", name="Go on to your choices").click()
    decide(page, frozenset({refused}))
    page.get_by_role("button", name="I am ready, begin").click()
    expect(page.get_by_role("button", name="Start answering")).to_be_visible()
    consents = [one for one in events(lobby) if isinstance(one, ConsentRecorded)]
    assert {one.purpose for one in consents if not one.granted} == {refused}


def test_an_open_choice_is_asked_for_and_refusing_to_be_recorded_ends_kindly(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    page.get_by_role("button", name="Interview in English").click()
    page.get_by_role("button", name="Go on to your choices").click()
    page.get_by_role("button", name="Continue with these choices").click()
    expect(page.get_by_role("heading", name="What do you agree to?")).to_be_visible()
    expect(page.get_by_text("Please choose one of the two.")).to_have_count(len(Purpose))
    expect(page.locator("[name=recording][value=on]")).to_be_focused()
    assert page.locator(".missing:visible").count() == len(Purpose)
    assert events(lobby) == []
    decide(page, frozenset({Purpose.RECORDING}))
    expect(page.get_by_role("heading", name="a person will interview you")).to_be_visible()
    last = events(lobby)[-1]
    assert isinstance(last, InterviewEnded)
    assert last.ending is Ending.NO_CONSENT
    assert list((lobby.state_dir / "spool").glob("*/*.body")) == []


def test_without_a_script_the_kiosk_itself_asks_for_an_open_choice(
    browser: Browser, lobby: Kiosk
) -> None:
    arrive(browser, lobby).close()
    page = browser.new_page(java_script_enabled=False)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(lobby.address)
    while page.locator("body[data-ready=true]").count() == 0:
        page.reload()
    page.get_by_role("button", name="Interview in English").click()
    page.get_by_role("button", name="Go on to your choices").click()
    page.locator("[data-purpose=recording]").get_by_text("I agree", exact=True).click()
    page.get_by_role("button", name="Continue with these choices").click()
    expect(page.locator(".missing:visible")).to_have_count(len(Purpose) - 1)
    expect(page.locator("[name=recording][value=on]")).to_be_checked()
    expect(page.locator("[name=analysis][value=on]")).to_be_focused()


def test_another_sites_page_can_neither_press_a_button_nor_look_through_the_camera(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    foreign = browser.new_page()
    foreign.route("http://elsewhere.example/", lambda route: route.fulfill(body="<p>hello"))
    foreign.goto("http://elsewhere.example/")
    opened = foreign.evaluate(
        """address => new Promise(tell => {
            const socket = new WebSocket(address.replace("http", "ws") + "/self-view");
            socket.onmessage = () => tell("seen");
            socket.onclose = socket.onerror = () => tell("refused");
        })""",
        lobby.address,
    )
    foreign.evaluate(
        """address => fetch(address + "/begin", {method: "POST", mode: "no-cors",
            body: new URLSearchParams({language: "en"})}).catch(() => null)""",
        lobby.address,
    )
    assert opened == "refused"
    expect(page.locator("body")).to_have_attribute("data-phase", "welcome")
    assert page.request.get(f"{lobby.address}/state").json()["phase"] == "welcome"
