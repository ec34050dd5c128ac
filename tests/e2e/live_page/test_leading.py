"""What an interviewer does on the side screen: goes on, asks, notes, speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.live_page.conftest import standing, watching
from wire.live import AskAlso, GoOn

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.live_page.conftest import Site
    from tests.fakes.live_kiosk import LiveKiosk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


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
