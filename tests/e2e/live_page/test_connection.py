"""The side screen when its connection is lost, refused, or over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.live_page.conftest import standing, watching

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.live_page.conftest import Signalling, Site
    from tests.fakes.live_kiosk import LiveKiosk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


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


def test_a_candidate_who_was_thanked_is_called_no_more(
    site: Site, kiosk: LiveKiosk, tab: Page
) -> None:
    watching(tab, site.running("Thea Thanked"))
    kiosk.say(standing(stage=5, answer=None, phase="thanks"))
    kiosk.vanish()
    expect(tab.locator("#link")).to_contain_text("The interview has ended", timeout=10_000)
    assert len(kiosk.offers) == 1


def test_who_leaves_the_page_ends_the_viewing(site: Site, kiosk: LiveKiosk, tab: Page) -> None:
    watching(tab, site.running("Lea Leaves"))
    with tab.expect_response(lambda answer: answer.request.method == "DELETE"):
        tab.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide')); }")
    assert kiosk.viewings == 0
    assert len(kiosk.offers) == 1
