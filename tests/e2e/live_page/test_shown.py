"""What the side screen shows: picture, clocks, captions, coverage, prompts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.live_page.conftest import prompt, standing, watching
from tests.e2e.picture_hash import PICTURE_HASH
from tests.e2e.served_hub import signed_in
from tests.e2e.test_hr_accessible import LOCALES, in_both_lights
from wire.language import Language
from wire.live import Caption, Dismiss, Evidence, Heard, PromptGone

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.live_page.conftest import Signalling, Site
    from tests.fakes.live_kiosk import LiveKiosk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


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
