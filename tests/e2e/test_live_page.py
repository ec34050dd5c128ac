"""The interviewer's side screen in real Chromium, before a kiosk's end that the test plays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from playwright.sync_api import expect

from hub.people.rights import Role
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from tests.e2e.kiosk_in_chromium import chromium, watch
from tests.e2e.served_hub import served, signed_in
from tests.e2e.test_hr_accessible import LOCALES, in_both_lights
from tests.fakes.hub_site import HubSite
from tests.fakes.live_kiosk import LiveKiosk
from tests.fakes.sample_messages import Sitting
from tests.integration.site import free_port
from wire import plan as plans
from wire.language import Language, LocalText
from wire.live import (
    AskAlso,
    Caption,
    Dismiss,
    Evidence,
    GoOn,
    Heard,
    Prompt,
    PromptGone,
    Standing,
    Suggestion,
)
from wire.prompting import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PICTURE_HASH = """() => {
  const video = document.getElementById("picture");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 36];
  const ink = canvas.getContext("2d");
  ink.drawImage(video, 0, 0, 64, 36);
  const pixels = ink.getImageData(0, 0, 64, 36).data;
  return pixels.reduce((sum, one, at) => (sum * 31 + one + at) % 2147483647, 7);
}"""


@dataclass
class Site:
    """A served hub, a browser, and the interviews of an interviewer."""

    hub: HubSite
    address: str
    browser: Browser

    def running(self, name: str, language: Language = Language.EN) -> str:
        """Let an interview be held now, and the interviewers be in charge of it."""
        made = self.hub.held(name, Sitting(language=language), ended=False)
        self._with_follow_up(made)
        for of in Language:
            self.hub.put_in_charge(f"interviewer-{of.value}", made)
        return made

    def _with_follow_up(self, interview_id: str) -> None:
        """Let something be there to ask, whatever the job's bank has."""
        with writing(self.hub.engine) as session:
            row = session.get_one(Interview, interview_id)
            made = plans.decode(row.plan)
            more = FollowUp(text=LocalText(en="And then?", zh="后来呢？"), serves=(), stage=1)
            changed = msgspec.structs.replace(made, follow_ups=(*made.follow_ups, more))
            row.plan = plans.encode(changed)

    def end(self, interview_id: str) -> None:
        """Let an interview be over."""
        with writing(self.hub.engine) as session:
            row = session.get_one(Interview, interview_id)
            row.state, row.ending, row.ended_at = "ended", "finished", datetime.now(UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    hub = HubSite(tmp_path_factory.mktemp("hub"), free_port())
    for language in Language:
        hub.person(Role.INTERVIEWER, language)
    hub.looking = ("interviewer-en",)
    with served(hub) as address, chromium(*MICROPHONE) as browser:
        yield Site(hub, address, browser)
    hub.close()


@pytest.fixture(scope="module")
def signed(site: Site) -> Iterator[BrowserContext]:
    context = signed_in(site.browser, site.address, "interviewer-en", "en-GB")
    yield context
    context.close()


@pytest.fixture
def kiosk() -> Iterator[LiveKiosk]:
    made = LiveKiosk()
    yield made
    made.close()


@dataclass
class Signalling:
    """Plays the hub's end: takes offers to the kiosk, and what it answers back."""

    kiosk: LiveKiosk
    refusals: list[tuple[int, dict[str, str]]]
    """What the next offers are answered with instead."""

    def __call__(self, route: Route) -> None:
        request = route.request
        assert request.headers["x-csrf-token"]
        if request.method == "DELETE":
            self.kiosk.hang_up(request.url.rpartition("/")[2])
            return route.fulfill(status=204)
        assert request.headers["content-type"] == "application/sdp"
        if self.refusals:
            status, told = self.refusals.pop(0)
            return route.fulfill(status=status, json=told)
        viewing, sdp = self.kiosk.answer(request.post_data or "")
        headers = {"Location": f"{request.url}/{viewing}"}
        return route.fulfill(status=201, body=sdp, content_type="application/sdp", headers=headers)


@pytest.fixture
def signalling(kiosk: LiveKiosk) -> Signalling:
    return Signalling(kiosk, [])


@pytest.fixture
def tab(signed: BrowserContext, signalling: Signalling) -> Iterator[Page]:
    page = signed.new_page()
    page.route(re.compile(r"/live/[0-9a-f]{32}"), signalling)
    complaints = watch(page)
    yield page
    page.close()
    assert not [one for one in complaints if "Content Security Policy" in one]


def standing(stage: int = 1, answer: int | None = 1, **more: object) -> Standing:
    told = {
        "phase": "answering",
        "stages": 5,
        "pts": 130.0,
        "answer_began": 65.0 if answer is not None else None,
        "longest_s": 180.0,
        "at": datetime.now(UTC),
    }
    return Standing(stage=stage, answer=answer, **{**told, **more})  # type: ignore[arg-type]


def prompt(number: int, rule: str = "own_contribution") -> Prompt:
    return Prompt(
        prompt=f"p{number}",
        rule=rule.replace("_", "-"),
        answer=1,
        pts=100.0 + number,
        evidence=((98.0, 99.5),),
        figures={"share": 0.25, "hits": 8.0},
        ask=(Suggestion(follow_up=0, text="What did you do yourself?"),),
    )


def watching(tab: Page, interview_id: str) -> None:
    tab.goto(f"/interviews/{interview_id}/live")
    expect(tab.locator("#link")).to_have_text("Live", timeout=15_000)


def test_the_picture_moves_and_the_clocks_run(site: Site, kiosk: LiveKiosk, tab: Page) -> None:
    kiosk.opening = [standing()]
    watching(tab, site.running("Mona Moving"))
    tab.wait_for_function("() => document.getElementById('picture').currentTime > 0.5")
    first = tab.evaluate(PICTURE_HASH)
    tab.wait_for_function(f"(was) => ({PICTURE_HASH})() !== was", arg=first)
    expect(tab.locator("#answer-clock")).to_have_text(re.compile(r"1:0[5-9]"))
    expect(tab.locator("#answer-left")).to_contain_text("left")
    expect(tab.locator("#stage-of")).to_have_text("Stage 2 of 5")
    expect(tab.locator("[data-stage='1']")).to_have_attribute("aria-current", "step")
    expect(tab.locator("#path")).to_have_text(re.compile(r"p50 \d+ · p95 \d+ · p99 \d+ ms$"))


def test_captions_come_and_a_final_one_replaces_the_partial(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    watching(tab, site.running("Cara Captions"))
    kiosk.say(standing(), Caption(answer=1, text="i chec", start=66.0, end=66.6, final=False))
    expect(tab.locator("#partial")).to_have_text("i chec")
    kiosk.say(Caption(answer=1, text="I checked <b>", start=66.0, end=67.0, final=True))
    expect(tab.locator("#captions p").first).to_have_text("1:06I checked <b>")
    expect(tab.locator("#partial")).to_be_empty()
    kiosk.say(Heard(pts=130.0, level_dbfs=-20.0, face=True, problem=None))
    expect(tab.locator("#age")).to_have_text(re.compile(r"Measured \d\.\d s ago"))


def test_evidence_is_shown_at_its_competency(site: Site, kiosk: LiveKiosk, tab: Page) -> None:
    watching(tab, site.running("Eve Evidence"))
    lacking = tab.locator("#coverage li", has_text="none yet").first
    name = lacking.locator("strong").inner_text()
    keyword = int((lacking.get_attribute("data-keywords") or "").split()[0])
    kiosk.say(Evidence(answer=1, keyword=keyword, start=130.2, end=131.0))
    expect(tab.locator("#coverage li", has_text=name)).to_contain_text("evidence at 2:10")


def test_at_most_three_prompts_are_open_and_each_can_be_dismissed_by_keyboard(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    watching(tab, site.running("Paul Prompt"))
    kiosk.say(standing(), *[prompt(number) for number in range(4)])
    expect(tab.locator(".prompt")).to_have_count(3)
    expect(tab.locator("#more-prompts")).to_have_text("1 more wait.")
    first = tab.locator(".prompt").first
    expect(first).to_contain_text("Little was said about results of one's own.")
    expect(first).to_contain_text("Share of results 25.0 % · Keywords heard 8 · Evidence 1:38–1:39")
    expect(first).to_contain_text("What did you do yourself?")
    first.get_by_role("button", name="Dismiss").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-prompt='p3']")).to_have_count(0)
    expect(tab.locator(".prompt")).to_have_count(3)
    assert tab.evaluate("() => document.activeElement.closest('.prompt').dataset.prompt") == "p2"
    assert kiosk.heard == [Dismiss(prompt="p3")]
    kiosk.say(PromptGone(prompt="p2"), PromptGone(prompt="p1"), PromptGone(prompt="p0"))
    expect(tab.locator("#no-prompts")).to_be_visible()


def test_the_interviewer_goes_on_and_asks_a_follow_up(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    kiosk.opening = [standing()]
    watching(tab, site.running("Greta GoOn"))
    asking = tab.locator("[data-stage='1'] [data-follow-up]").first
    number = int(asking.get_attribute("data-follow-up") or "")
    asking.click()
    expect(asking).to_have_text("Asked")
    tab.locator("#next").click()
    expect(tab.locator("#next")).to_be_disabled()
    kiosk.say(standing(answer=None, phase="review"))
    expect(tab.locator("#answer-left")).to_have_text("the candidate looks at the answer")
    expect(tab.locator("#next")).to_be_disabled()
    kiosk.say(standing(stage=2, answer=None, phase="question"))
    expect(tab.locator("#answer-left")).to_have_text("no answer runs")
    expect(tab.locator("#next")).to_be_enabled()
    assert kiosk.heard == [AskAlso(follow_up=number), GoOn(stage=1)]


def test_a_note_is_kept_at_its_second_while_the_picture_goes_on(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    kiosk.opening = [standing()]
    interview_id = site.running("Nora Note")
    watching(tab, interview_id)
    tab.locator("#note-text").fill("Names the risk at once")
    expect(tab.locator("#note-at")).to_have_value(re.compile(r"2:1\d"))
    tab.get_by_role("button", name="Add the note").click()
    expect(tab.locator("#note-state")).to_have_text("The note is kept.")
    expect(tab.locator("#own-notes")).to_contain_text("Names the risk at once")
    tab.locator("#note-text").fill("And then")
    tab.locator("#note-at").fill("never")
    tab.get_by_role("button", name="Add the note").click()
    expect(tab.locator("#note-state")).not_to_have_text("")
    expect(tab.locator("#note-text")).to_have_value("And then")
    assert kiosk.viewings == 1
    assert len(kiosk.offers) == 1
    tab.goto(f"/interviews/{interview_id}")
    expect(tab.locator("#notes")).to_contain_text("Names the risk at once")


def test_a_lost_connection_is_said_and_made_again(site: Site, kiosk: LiveKiosk, tab: Page) -> None:
    watching(tab, site.running("Lena Lost"))
    kiosk.vanish()
    expect(tab.locator("#link")).to_have_attribute("data-link", "again", timeout=10_000)
    expect(tab.locator("#link")).to_have_text("Live", timeout=15_000)
    assert len(kiosk.offers) == 2


def test_a_kiosk_that_gives_nothing_now_is_asked_again(
    site: Site, signalling: Signalling, tab: Page
) -> None:
    signalling.refusals = [
        (503, {}),
        (409, {"why": "too_many"}),
        (409, {"why": "no_interview"}),
    ]
    tab.goto(f"/interviews/{site.running('Uma Unreachable')}/live")
    for state in ("unreachable", "too-many", "not-now"):
        expect(tab.locator("#link")).to_have_attribute("data-link", state, timeout=10_000)
    expect(tab.locator("#link")).to_have_text("Live", timeout=15_000)


def test_a_fresh_password_is_asked_for_and_leads_back(
    site: Site, signalling: Signalling, tab: Page
) -> None:
    interview_id = site.running("Stella StepUp")
    signalling.refusals = [(401, {"step_up": "/step-up"})]
    tab.goto(f"/interviews/{interview_id}/live")
    tab.wait_for_url(f"**/step-up?to=%2Finterviews%2F{interview_id}%2Flive")


def test_the_end_of_the_interview_ends_the_viewing_with_a_word(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    interview_id = site.running("Ed End")
    watching(tab, interview_id)
    site.end(interview_id)
    kiosk.vanish()
    expect(tab.locator("#link")).to_contain_text("The interview has ended", timeout=10_000)
    assert len(kiosk.offers) == 1


def test_who_leaves_the_page_ends_the_viewing(site: Site, kiosk: LiveKiosk, tab: Page) -> None:
    watching(tab, site.running("Lea Leaves"))
    with tab.expect_response(lambda answer: answer.request.method == "DELETE"):
        tab.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide')); }")
    assert kiosk.viewings == 0
    assert len(kiosk.offers) == 1


def test_a_voice_goes_to_the_kiosk_only_while_the_microphone_is_on(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    watching(tab, site.running("Vera Voice"))
    assert kiosk.offers[0].count("a=sendrecv") == 0
    tab.locator("#microphone").click()
    expect(tab.locator("#microphone-state")).to_have_text(
        "The candidate hears you.", timeout=15_000
    )
    assert kiosk.offers[1].count("a=sendrecv") == 1
    assert kiosk.heard_voice.wait(15)
    assert kiosk.viewings == 1
    tab.locator("#microphone").click()
    expect(tab.locator("#microphone")).to_have_attribute("aria-pressed", "false")
    expect(tab.locator("#microphone-state")).to_be_empty()
    assert len(kiosk.offers) == 2


@pytest.mark.parametrize("language", list(Language))
def test_the_page_keeps_to_the_guidelines_while_it_is_live(
    language: Language, site: Site, kiosk: LiveKiosk, signalling: Signalling
) -> None:
    kiosk.opening = [standing(), prompt(1), prompt(2, "long_silence")]
    name = f"interviewer-{language.value}"
    context = signed_in(site.browser, site.address, name, LOCALES[language])
    page = context.new_page()
    page.route(re.compile(r"/live/[0-9a-f]{32}"), signalling)
    page.goto(f"/interviews/{site.running('Ada Axe', language)}/live")
    expect(page.locator(".prompt")).to_have_count(2, timeout=15_000)
    assert in_both_lights(page) == {"light": [], "dark": []}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    context.close()
