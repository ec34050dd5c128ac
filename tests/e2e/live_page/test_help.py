"""A candidate who asks for help, as the side screen tells it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.live_page.conftest import standing, watching
from tests.e2e.served_hub import signed_in
from tests.e2e.test_hr_accessible import LOCALES, in_both_lights
from wire.language import Language
from wire.live import SayComing

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.live_page.conftest import Signalling, Site
    from tests.fakes.live_kiosk import LiveKiosk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


ASKED = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)


def test_a_call_for_help_is_an_alarm_without_sound_until_somebody_says_they_come(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    kiosk.opening = [standing()]
    watching(tab, site.running("Hella Help"))
    alarm, told = tab.locator("#help"), tab.locator("#help-told")
    expect(alarm).to_be_hidden()
    kiosk.say(standing(help_since=ASKED))
    expect(told).to_contain_text("The candidate asked for help at", timeout=15_000)
    expect(told).to_contain_text(re.compile(r"\d\d:03"))
    assert tab.title().startswith("● Help")
    assert tab.evaluate("() => document.getElementById('picture').muted")
    tab.get_by_role("button", name="Tell the candidate that somebody is coming").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#help-form button")).to_be_disabled()
    kiosk.say(standing(help_since=ASKED, help_coming=True))
    expect(told).to_contain_text("has been told that somebody is coming")
    expect(tab.locator("#help-form")).to_be_hidden()
    assert not tab.title().startswith("●")
    assert kiosk.heard == [SayComing()]
    kiosk.say(standing(help_since=ASKED))
    expect(tab.locator("#help-form button")).to_be_enabled()
    kiosk.say(standing(stage=2))
    expect(alarm).to_be_hidden()


@pytest.mark.parametrize("language", list(Language))
def test_the_alarm_keeps_to_the_guidelines(
    language: Language, site: Site, kiosk: LiveKiosk, signalling: Signalling
) -> None:
    kiosk.opening = [standing(help_since=ASKED)]
    name = f"interviewer-{language.value}"
    context = signed_in(site.browser, site.address, name, LOCALES[language])
    page = context.new_page()
    page.route(re.compile(r"/live/[0-9a-f]{32}"), signalling)
    page.goto(f"/interviews/{site.running('Alma Alarm', language)}/live")
    expect(page.locator("#help")).to_be_visible(timeout=15_000)
    assert in_both_lights(page) == {"light": [], "dark": []}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    context.close()
