"""No page runs out of time unasked, and nothing moves that cannot be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.test_kiosk_accessible import CHECKED_IN, desk_of, opened, walk
from tests.fakes.served_page import served_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]
_MOVING = "() => document.getAnimations().filter((one) => one.playState === 'running').length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def about(browser: Browser) -> Iterator[Page]:
    """The page that says what happens, its clock in the test's hand."""
    with served_page(desk_of()) as page:
        walk(page, CHECKED_IN)
        tab = browser.new_page(viewport={"width": 1080, "height": 1920})
        tab.clock.install()
        tab.goto(page.address)
        yield tab
        tab.close()


def test_a_page_that_nobody_touches_asks_and_any_key_stays(about: Page) -> None:
    question = about.get_by_role("heading", name="Are you still there?")
    about.clock.fast_forward(179_000)
    expect(question).to_be_hidden()
    about.clock.fast_forward(2_000)
    expect(question).to_be_visible()
    about.keyboard.press("Shift")
    expect(question).to_be_hidden()
    about.clock.fast_forward(179_000)
    expect(question).to_be_hidden()
    expect(about.locator("body")).to_have_attribute("data-phase", "about")


def test_when_nobody_answers_for_two_minutes_it_goes_back_to_the_first_page(about: Page) -> None:
    about.clock.fast_forward(181_000)
    expect(about.get_by_role("button", name="I am here")).to_be_focused()
    about.clock.fast_forward(121_000)
    expect(about.locator("body")).to_have_attribute("data-phase", "welcome")
    assert "Bank account manager" not in about.content()


def test_the_four_pictures_stop_on_request_and_stand_still_for_who_wants_less_motion(
    browser: Browser,
) -> None:
    with served_page(desk_of()) as page:
        walk(page, CHECKED_IN)
        tab = opened(browser, page.address, reduced_motion="no-preference")
        assert tab.evaluate(_MOVING) > 0
        tab.get_by_role("button", name="Pause the pictures").click()
        assert tab.evaluate(_MOVING) == 0
        tab.get_by_role("button", name="Let the pictures move").click()
        assert tab.evaluate(_MOVING) > 0
        tab.close()
        calm = opened(browser, page.address, reduced_motion="reduce")
        assert calm.evaluate(_MOVING) == 0
        calm.close()
