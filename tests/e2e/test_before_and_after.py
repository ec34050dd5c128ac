"""A candidate checks in, practises, leaves, answers the survey; then nothing of them is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from playwright.sync_api import expect

from edge_agent.publish.outbox import Outbox
from tests.e2e.kiosk_in_chromium import chromium, kiosk, watch
from tests.e2e.test_candidate_page import PATIENCE_MS, arrive, decide, events
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from wire import briefing, survey
from wire.briefing import Briefing, InterviewerCard
from wire.check_in import hash_of
from wire.language import LocalText
from wire.messages.events import AnswerBegan, InterviewBegan
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.kiosk_in_chromium import Kiosk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

CODE = "ABCD2345"
TITLE = "Bank account manager"
NAME = "Wang Min"
_STORED = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker?.getRegistrations() ?? []).length,
]"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def lobby() -> Iterator[Kiosk]:
    with kiosk(structs.replace(sample_plan(Profile.CN), check_in=hash_of(CODE))) as running:
        card = InterviewerCard(name=NAME, role=LocalText("Head of branch", "行长"))
        told = Briefing(interviewers=(card,), answer_working_days=3)
        running.hub.briefing = briefing.encode(told)
        yield running


def files(lobby: Kiosk) -> dict[Path, int]:
    """Everything on the kiosk's disk but the books that SQLite keeps, with its size."""
    found = lobby.state_dir.rglob("*")
    return {one: one.stat().st_size for one in found if one.is_file() and ".db" not in one.name}


def sizes(lobby: Kiosk) -> dict[Path, int]:
    """All files but the note of the step that a restarted agent goes on from."""
    return {path: size for path, size in files(lobby).items() if path.name != "arrival.json"}


def to_the_about_page(page: Page) -> None:
    page.get_by_role("button", name="Interview in English").click()
    assert TITLE not in page.content()
    page.get_by_label("Check-in code").fill("ABCD2346")
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_text("That code does not belong")).to_be_visible()
    page.wait_for_load_state()  # the keys are the script's
    assert TITLE not in page.content()
    for key in CODE:
        page.locator(f"[data-key='{key}']").click()
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_text(TITLE).first).to_be_visible()


def test_nothing_is_known_before_check_in_nothing_kept_of_the_practice_nothing_left_after(
    browser: Browser, lobby: Kiosk
) -> None:
    page = arrive(browser, lobby)
    complaints = watch(page)
    assert TITLE not in page.content()
    to_the_about_page(page)
    expect(page.locator("[data-measure=smiles]")).to_be_visible()
    page.get_by_role("button", name="Go on to your choices").click()
    decide(page, frozenset())
    practise(page, lobby)
    page.get_by_text("I would rather not go on").click()
    page.get_by_role("button", name="Yes, end the interview").click()
    answer_the_survey(page, lobby)
    wiped(page, lobby)
    assert complaints == []
    page.close()


def practise(page: Page, lobby: Kiosk) -> None:
    before, sent = sizes(lobby), len(events(lobby))
    page.get_by_role("button", name="Try a practice question first").click()
    page.get_by_role("button", name="Start the practice answer").click()
    expect(page.locator("#trial")).to_have_text("0:02", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Done practising").click()
    expect(page.get_by_role("heading", name="That is all there is to it")).to_be_visible()
    assert sizes(lobby) == before
    assert len(events(lobby)) == sent
    outbox = Outbox.of_kiosk(lobby.state_dir, Profile.CN)
    kinds = {type(one) for one in outbox.events(INTERVIEW_ID)}
    outbox.close()
    assert not kinds & {InterviewBegan, AnswerBegan}


def answer_the_survey(page: Page, lobby: Kiosk) -> None:
    page.locator("input[name=fair][value='4']").check()
    page.get_by_role("button", name="Send these answers").click()
    expect(page.get_by_text("Nobody can tell which answers were yours.")).to_be_visible()
    (kept,) = (lobby.state_dir / "surveys").iterdir()
    text = kept.read_text()
    assert survey.decode(text.encode()).fair == 4
    assert INTERVIEW_ID not in text
    assert re.search(r"\d\d:\d\d", text) is None


def wiped(page: Page, lobby: Kiosk) -> None:
    """The next one finds a kiosk that never met the last one."""
    lobby.hub.offer(b"")
    page.get_by_role("button", name="I have all I need").click()
    expect(page.locator("body")).to_have_attribute("data-phase", "welcome", timeout=20_000)
    for _ in range(6):
        page.go_back()
        assert TITLE not in page.content()
        assert NAME not in page.content()
        assert page.locator("body").get_attribute("data-phase") == "welcome"
    assert page.evaluate(_STORED) == ["", 0, 0, 0, 0, 0]
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    assert page.request.get(f"{lobby.address}/interviewer/0").status == 404
    state = page.request.get(f"{lobby.address}/state").json()
    assert (state["interview_id"], state["ready"], state["step"]) == (None, False, "")
    assert not (lobby.state_dir / "plan.json").exists()
    waiting = lobby.state_dir / "receipts"  # until the hub has taken the receipt
    kept = [path for path in files(lobby) if waiting not in path.parents]
    left = [path for path in kept if TITLE.encode() in path.read_bytes()]
    assert left == []
    for _ in range(120):
        if lobby.hub.surveys:
            break
        page.wait_for_timeout(250)
    (sent,) = lobby.hub.surveys
    assert survey.decode(sent).fair == 4


def test_no_field_of_the_kiosk_is_filled_in_by_the_browser(browser: Browser, lobby: Kiosk) -> None:
    page = arrive(browser, lobby)
    page.get_by_role("button", name="Interview in English").click()
    assert page.locator("#code").get_attribute("autocomplete") == "off"
    answer = page.request.get(lobby.address)
    assert answer.headers["cache-control"] == "no-store"
