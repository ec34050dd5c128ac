"""A candidate at the kiosk and HR at the hub, in a real Chromium, around a running site."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioning.demo.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

ANSWER = (
    "I checked the cash flow and the collateral, and I saw a warning sign. "
    "I told my manager the same day, and we lowered the limit."
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LOADED_MS = 60_000
_SHOWS = """() => {
  const player = document.getElementById('player');
  return player.readyState >= 2 && player.videoWidth > 0;
}"""
_NOW = "() => document.getElementById('player').currentTime"


@dataclass(frozen=True)
class Running:
    """A site whose kiosk expects one candidate."""

    place: Site
    interview_id: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("site")
    spoken = folder / "answer.wav"
    subprocess.run(["espeak-ng", "-s", "150", "-w", str(spoken), ANSWER], check=True)
    clip = media.of_user(None, spoken, options.PACKAGED_MEDIA)
    assert clip is not None
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        site.set_up_kiosk(place, clip, Language.EN, "realtime", options.MODELS)
        site.set_up_hub(place)
        interview_id = place.schedule("Zoë 陈", "bank-account-manager")
        with site.up(place):
            yield Running(place, interview_id)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=FLAGS,
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def interviewed(running: Running, browser: Browser) -> Running:
    """The candidate sits the interview, by clicks."""
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    with httpx.Client(base_url=running.place.page_address) as kiosk:
        ScriptedCandidate(kiosk, lambda _: None).wait_until_ready()
    _sit(page, running.place)
    assert complaints == []
    page.close()
    wait = ("--out", str(running.place.folder / "report"), "--wait", "120")
    running.place.hub("report", running.interview_id, *wait)
    return running


def _sit(page: Page, place: Site) -> None:
    body = page.locator("body")
    page.goto(place.page_address)
    expect(body).to_have_attribute("data-phase", "welcome", timeout=_LOADED_MS)
    page.locator("form[action='/begin'] button[value=en]").click()
    for purpose in ("recording", "analysis", "face_analysis"):
        page.locator(f"fieldset[data-purpose={purpose}] label", has_text="I agree").first.click()
    page.get_by_role("button", name="Continue with these choices").click()
    expect(page.locator("#picture")).to_have_attribute("src", re.compile("^blob:"))
    page.get_by_role("button", name="I am ready, begin").click()
    for stage in ("0", "1"):
        expect(body).to_have_attribute("data-stage", stage)
        page.get_by_role("button", name="Start answering").click()
        expect(body).to_have_attribute("data-phase", "answering")
        if stage == "1":
            loud = re.compile(r"^([2-9]\d|100)$")
            meter = page.locator("#meter")
            expect(meter).to_have_attribute("aria-valuenow", loud, timeout=_LOADED_MS)
            _until(page, lambda: _take_is_over(page, place))
        page.get_by_role("button", name="Done, next question").click()
    expect(body).to_have_attribute("data-stage", "2")
    page.get_by_text("End the interview early").click()
    page.get_by_role("button", name="Yes, end the interview").click()
    expect(body).to_have_attribute("data-phase", "thanks", timeout=_LOADED_MS)


def _take_is_over(page: Page, place: Site) -> bool:
    return bool(page.request.get(f"{place.page_address}state").json()["take_over"])


def _until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for a fact; the pages' policy forbids to evaluate text, as wait_for_function does."""
    deadline = time.monotonic() + _LOADED_MS / 1000
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true"
        page.wait_for_timeout(100)


@pytest.fixture
def hr(interviewed: Running, browser: Browser) -> Iterator[Page]:
    """HR, signed in, at the interview's page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(interviewed.place.web_address)
    page.get_by_label("Name").fill(site.HR_NAME)
    page.get_by_label("Password").fill(interviewed.place.hr_password)
    page.get_by_role("button", name="Sign in").click()
    if page.get_by_role("button", name="English").count():
        page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="Zoë 陈").click()
    not_yet = page.locator("details.look summary")
    if not_yet.count():
        not_yet.click()
        page.get_by_role("button", name="Show the scores; I do not rate").click()
    expect(page.get_by_role("heading", name="Score", exact=True)).to_be_visible()
    yield page
    context.close()


def test_hr_sees_the_score_and_an_honest_cannot_score(hr: Page) -> None:
    risk = hr.locator(".competency", has_text="Risk control")
    expect(risk.locator(".figure")).to_contain_text(re.compile(r"\d\.\d"))
    across = hr.locator(".competency", has_text="Work across departments")
    expect(across).to_contain_text("Cannot score")


def test_clicking_evidence_plays_the_sealed_recording_at_that_second(hr: Page) -> None:
    evidence = hr.locator(".evidence button").first
    start, until = (float(evidence.get_attribute(f"data-{at}") or "") for at in ("seek", "until"))
    recorded = float(hr.locator(".chapters button").nth(1).get_attribute("data-start") or "")
    evidence.click()
    _until(hr, lambda: hr.evaluate(_SHOWS) and hr.evaluate(_NOW) >= start - recorded - 0.1)
    now = hr.evaluate(_NOW)
    assert start - recorded - 0.1 <= now <= until - recorded + 1.0
    assert hr.evaluate("() => Number.isFinite(document.getElementById('player').duration)")


def test_each_answer_plays_its_own_recording_and_the_next_one_follows(hr: Page) -> None:
    answers = hr.locator(".chapters button[data-recording]")
    assert answers.count() == 2
    for number in (1, 0):
        answers.nth(number).click()
        expect(answers.nth(number)).to_have_attribute("aria-current", "true")
        recording = answers.nth(number).get_attribute("data-recording") or "none"
        expect(hr.locator("#player")).to_have_attribute("src", recording)
        _until(hr, lambda: hr.evaluate(_SHOWS))
    expect(answers.nth(1)).to_have_attribute("aria-current", "true", timeout=_LOADED_MS)


def test_the_transcript_opens_on_request_and_names_what_was_said(hr: Page) -> None:
    assert "collateral" not in hr.content()
    hr.get_by_role("button", name="Open the transcript").click()
    expect(hr.locator("#transcript")).to_contain_text("collateral")


def test_hr_reads_the_page_in_chinese_too(hr: Page) -> None:
    hr.get_by_role("button", name="中文").click()
    expect(hr.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(hr.locator("main")).to_contain_text("风险控制")
    hr.get_by_role("button", name="English").click()


def test_nobody_sees_an_interview_without_signing_in(
    interviewed: Running,
    browser: Browser,
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{interviewed.place.web_address}interviews/{interviewed.interview_id}")
    expect(page.get_by_label("Password")).to_be_visible()
    assert "Zoë" not in page.content()
    context.close()
