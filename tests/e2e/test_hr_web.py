"""HR's view as its processes serve it, in a real Chromium: web and keeper, each a process."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from hub.people import accounts, audit
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import writing
from tests.e2e.kiosk_in_chromium import chromium
from tests.fakes.hub_site import PASSWORD, QUICK, HubSite
from tests.fakes.sample_messages import Sitting
from tests.fakes.small_recording import GREY_STEP
from tests.integration.site import free_port
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

ROOT = Path(__file__).resolve().parent.parent.parent
CANDIDATE = "Chen Jiayi 陈嘉怡"
EVIDENCE_S = 22.5
"""The first evidence in the interview; its answer begins at 20 s."""
ANSWER_S, LENGTH_S = 20.0, 28.0
_UNTIL = """async () => {
  const player = document.getElementById('player');
  for (let tries = 0; tries < 400; tries += 1) {
    if (player.error) return player.error.message;
    if (player.readyState >= 2 && !player.seeking && player.currentTime > 0) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'never';
}"""
_GREY = """() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  context.drawImage(document.getElementById('player'), 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[0];
}"""


_CUT = """() => [...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().width && !one.closest('option, .hidden-label'))
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth
    || one.matches('td') && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
_WIDTH = "() => document.documentElement.scrollWidth"


@dataclass(frozen=True)
class Served:
    """A hub whose pages are served."""

    hub: HubSite
    address: str
    interview_id: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    port = free_port()
    hub = HubSite(tmp_path_factory.mktemp("hub"), port)
    for role in ACCOUNT_ROLES:
        hub.person(role)
    hub.looking = ("hr_manager-en", "interviewer-en")
    interview_id = hub.held(CANDIDATE, Sitting())
    hub.put_in_charge("interviewer-en", interview_id)
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.callback(hub.close)
        for name in ("keeper", "web"):
            stack.enter_context(process(hub, name))
        wait_for(address, hub)
        yield Served(hub, address, interview_id)


@contextmanager
def process(hub: HubSite, name: str) -> Iterator[None]:
    command = [sys.executable, "-m", "hub", "--settings", str(hub.settings_file), name]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
    finally:
        running.terminate()
        running.wait(15)


def wait_for(address: str, hub: HubSite) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(address + "/sign-in").is_success and hub.settings.keeper.socket.exists():
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the pages are not served")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=served.address, locale="en-GB")
    made = context.new_page()
    complaints: list[str] = []
    made.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    context.close()
    foreseen = ("status of 401", "status of 403")
    unforeseen = [text for text in complaints if not any(one in text for one in foreseen)]
    assert unforeseen == [], "the browser complained"


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_hr_goes_from_the_list_to_the_second_that_a_score_rests_on(page: Page) -> None:
    sign_in(page, "hr_manager-en")
    page.get_by_role("link", name=CANDIDATE).click()
    expect(page.get_by_role("heading", name=CANDIDATE)).to_be_visible()
    page.get_by_role("button", name="looks at the figures").click()
    assert page.evaluate(_UNTIL) == "ready"
    page.evaluate("() => document.getElementById('player').pause()")
    at, length = page.evaluate(
        "() => [document.getElementById('player').currentTime, "
        "document.getElementById('player').duration]"
    )
    assert EVIDENCE_S - ANSWER_S <= at < EVIDENCE_S - ANSWER_S + 6
    assert length == pytest.approx(LENGTH_S, abs=0.5)
    assert page.evaluate(_GREY) == pytest.approx(20 + GREY_STEP * int(at), abs=GREY_STEP + 2)


def test_playing_from_evidence_stops_at_its_end_and_goes_on_when_asked(page: Page) -> None:
    sign_in(page, "hr_manager-en")
    page.get_by_role("link", name=CANDIDATE).click()
    button = page.get_by_role("button", name="looks at the figures")
    button.click()
    assert page.evaluate(_UNTIL) == "ready"
    page.wait_for_function("() => document.getElementById('player').paused")
    until = float(button.get_attribute("data-until") or "nan") - ANSWER_S
    at = page.evaluate("() => document.getElementById('player').currentTime")
    assert until <= at < until + 1
    page.evaluate("() => document.getElementById('player').play()")
    page.wait_for_function(f"() => document.getElementById('player').currentTime > {at + 0.5}")


def test_who_signs_in_on_the_english_page_reads_english(browser: Browser, served: Served) -> None:
    served.hub.person(Role.HR_STAFF, Language.ZH)
    context = browser.new_context(base_url=served.address, locale="en-GB")
    made = context.new_page()
    sign_in(made, "hr_staff-zh")
    expect(made.get_by_role("heading", name="Interviews")).to_be_visible()
    context.close()


def test_a_keyboard_alone_reaches_evidence_and_plays_it(page: Page) -> None:
    sign_in(page, "interviewer-en")
    page.get_by_role("link", name=CANDIDATE).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/interviews/*")
    button = page.get_by_role("button", name="limits the exposure")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate(_UNTIL) == "ready"


def test_timeline_and_transcript_seek_too(page: Page, served: Served) -> None:
    sign_in(page, "hr_manager-en")
    page.wait_for_url("**/interviews")
    page.goto(f"/interviews/{served.interview_id}")
    page.get_by_role("button", name="Open the transcript").click()
    page.locator(".words span", has_text="invoice").first.click()
    assert page.evaluate(_UNTIL) == "ready"
    picture = page.locator(".lane svg").nth(1)
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 60 / 96, "y": 10})
    expect(page.locator("[aria-current='true']")).to_contain_text("Describe how you once")


def test_the_language_switch_speaks_chinese_and_back_and_signing_out_ends_it(page: Page) -> None:
    sign_in(page, "hr_staff-en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="面试")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Interviews")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    page.goto("/interviews")
    page.wait_for_url("**/sign-in*")


def test_a_wrong_password_is_told_and_opens_nothing(page: Page) -> None:
    sign_in(page, "auditor-en", "not the password")
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    page.goto("/interviews")
    page.wait_for_url("**/sign-in*")


@pytest.mark.parametrize("width", [390, 1080, 1440, 1920])
def test_no_width_makes_a_page_scroll_sideways(width: int, page: Page, served: Served) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "hr_manager-en")
    page.wait_for_url("**/interviews")
    for path in ("/interviews", f"/interviews/{served.interview_id}"):
        page.goto(path)
        assert page.evaluate(_WIDTH) <= width


@pytest.mark.parametrize("width", [390, 1080])
def test_a_long_pseudonym_in_the_log_makes_no_page_scroll_sideways(
    width: int, page: Page, served: Served
) -> None:
    with httpx.Client(base_url=served.address) as client:
        assert client.get(f"/my/{'x' * 43}").status_code == 404
        assert client.post("/sign-in", data={"name": "n" * 64, "password": "x"}).status_code == 403
    with writing(served.hub.engine) as session:
        audit.record(session, f"address:{'0123456789abcdef' * 3}", "a" * 32, "f" * 64, "d" * 200)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "auditor-en")
    page.goto("/audit")
    page.get_by_role("button", name="Verify now").click()
    expect(page.locator(".chain .badge.good")).to_be_visible()
    assert page.get_by_text("address:0123").first.is_visible()
    assert page.evaluate(_WIDTH) <= width
    assert page.evaluate(_CUT) == []


def test_ranges_are_served_over_a_real_connection(served: Served) -> None:
    recording = served.hub.recordings(served.interview_id, "media")[1].id
    with httpx.Client(base_url=served.address) as client:
        form = {"name": "hr_manager-en", "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 303
        path = f"/recordings/{recording}/video"
        whole = client.get(path)
        part = client.get(path, headers={"Range": "bytes=65000-66000"})
        beyond = client.get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert (whole.status_code, part.status_code, beyond.status_code) == (200, 206, 416)
    assert part.content == whole.content[65000:66001]


def test_an_interviewer_rates_blind_and_then_sees_the_machines_score(
    page: Page, served: Served
) -> None:
    hub = served.hub
    accounts.add(
        hub.engine, "Rater", Role.INTERVIEWER, PASSWORD, language=Language.EN, passwords=QUICK
    )
    hub.put_in_charge("Rater", served.interview_id)
    sign_in(page, "Rater")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"/interviews/{served.interview_id}")
    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    expect(page.get_by_role("button", name="looks at the figures")).to_have_count(0)
    page.locator(".chapters button").nth(1).click()
    assert page.evaluate(_UNTIL) == "ready"
    page.evaluate("() => document.getElementById('player').pause()")
    cards = page.locator("fieldset.rating")
    for number in range(cards.count()):
        cards.nth(number).get_by_role("radio").nth(1).check()
    cards.first.get_by_role("button", name="Take the time playing").click()
    expect(cards.first.get_by_label("At", exact=True)).to_have_value(re.compile(r"0:2\d"))
    page.get_by_role("button", name="Look it over and submit…").click()
    page.get_by_role("button", name="Submit for good").click()
    expect(page.get_by_role("button", name="looks at the figures")).to_be_visible()
    expect(page.locator("#scorecard .badge.good")).to_contain_text("Submitted")
    page.get_by_label("What you see or hear").fill("Names the unpaid invoice.")
    page.locator("#note-at").fill("0:24")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator(".notes li")).to_contain_text("Names the unpaid invoice.")


def test_a_note_is_added_while_the_recording_plays_and_the_card_stays(
    page: Page, served: Served
) -> None:
    hub = served.hub
    accounts.add(
        hub.engine, "Noter", Role.INTERVIEWER, PASSWORD, language=Language.EN, passwords=QUICK
    )
    hub.put_in_charge("Noter", served.interview_id)
    sign_in(page, "Noter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"/interviews/{served.interview_id}")
    evidence = page.locator("fieldset.rating textarea").first
    evidence.fill("Half a sentence")
    page.locator(".chapters button").nth(1).click()
    assert page.evaluate(_UNTIL) == "ready"
    page.get_by_label("What you see or hear").fill("Counts on her fingers.")
    expect(page.locator("#note-at")).to_have_value(re.compile(r"0:2\d"))
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator(".notes li")).to_contain_text("Counts on her fingers.")
    expect(evidence).to_have_value("Half a sentence")
    expect(page.get_by_label("What you see or hear")).to_be_focused()
    assert page.evaluate("() => document.getElementById('player').currentTime") > 0
    page.context.clear_cookies()
    page.get_by_label("What you see or hear").fill("Never lost.")
    page.locator("#note-at").fill("0:25")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("[data-unkept]")).to_be_visible()
    expect(page.get_by_label("What you see or hear")).to_have_value("Never lost.")
    evidence.fill("")


def test_captions_are_what_was_recognised(page: Page, served: Served) -> None:
    sign_in(page, "hr_manager-en")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"/interviews/{served.interview_id}")
    page.locator(".chapters button").nth(1).click()
    assert page.evaluate(_UNTIL) == "ready"
    page.evaluate("() => { document.getElementById('captions').track.mode = 'showing'; }")
    page.wait_for_function("() => document.getElementById('captions').track.cues?.length > 1")
    said = page.evaluate(
        "() => [...document.getElementById('captions').track.cues].map((cue) => cue.text).join(' ')"
    )
    assert "unpaid invoice" in said
