"""Every kiosk page against WCAG 2.1 A and AA, and what EN 301 549 asks of a closed device."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from edge_agent.errors import ProcessError
from edge_agent.interview.state import Phase
from tests.e2e.kiosk_in_chromium import chromium
from tests.fakes.chair import FULL
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from tests.fakes.served_page import ServedPage, served_page
from wire.briefing import Briefing, InterviewerCard
from wire.check_in import hash_of
from wire.language import Language, LocalText
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

AXE = Path(str(files("hub.web"))) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CODE = "ABCD2345"
PATIENCE_MS = 5000
Post = tuple[str, dict[str, str]]
BEGIN: Post = ("begin", {"language": "en"})
CHECKED_IN: list[Post] = [BEGIN, ("check-in", {"code": CODE})]
DECIDED: list[Post] = [
    *CHECKED_IN,
    ("understood", {}),
    ("consent", {"recording": "on", "analysis": "on", "face_analysis": "on"}),
]
BEGUN: list[Post] = [*DECIDED, ("ready", {})]
WAYS: dict[str, list[Post]] = {
    "welcome": [],
    "check_in": [BEGIN],
    "about": CHECKED_IN,
    "consent": [*CHECKED_IN, ("understood", {})],
    "check": DECIDED,
    "practice": [*DECIDED, ("practise", {"step": "speaking"})],
    "question": BEGUN,
    "answering": [*BEGUN, ("answer", {})],
    "review": [*BEGUN, ("answer", {}), ("next", {})],
    "paused": [*BEGUN, ("pause", {})],
    "thanks": [*BEGUN, ("finish", {})],
    "withdrawn": [*BEGUN, ("withdraw", {})],
}
"""How to come to each page."""
SIZES = [(1080, 1920), (1280, 800), (390, 844)]
_RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return found.violations.map((one) =>
    `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}"""
_SMALL = """() => {
  const shown = (one) => one.checkVisibility() && !one.disabled;
  const target = (one) => one.closest('label') ?? one;
  return [...document.querySelectorAll(
      'button, a[href], input:not([type=hidden]), summary, select, textarea')]
    .filter(shown).map((one) => [one, target(one).getBoundingClientRect()])
    .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
    .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`);
}"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
_FOCUS = """() => {
  const one = document.activeElement;
  const styles = [one, one.closest('label')].filter(Boolean).map((each) => getComputedStyle(each));
  return {
    place: window.stops.indexOf(one),
    tag: one.tagName,
    marked: styles.some((style) => style.outlineStyle !== 'none' && style.outlineWidth !== '0px'),
  };
}"""
_REACHABLE = """() => {
  const groups = new Set();
  window.stops = [...document.querySelectorAll('*')].filter((one) => one.matches(
      'button, a[href], input:not([type=hidden]), summary, textarea, select')
      && one.checkVisibility() && !one.disabled)
    .filter((one) => {
      if (one.type !== 'radio') return true;
      if (groups.has(one.name)) return false;
      groups.add(one.name);
      return true;
    });
  return window.stops.map((_, place) => place);
}"""
"""Remembers the elements themselves: captions that come meanwhile move every place behind them."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def desk_of(profile: Profile = Profile.CN) -> FakeDesk:
    desk = FakeDesk(structs.replace(sample_plan(profile), check_in=hash_of(CODE)))
    desk.seat.scene = FULL
    desk.is_watched = True
    card = InterviewerCard(
        name="Wang Min",
        role=LocalText("Head of branch", "行长"),
        about=LocalText("Hello.", "您好。"),
    )
    contact = LocalText("Reception, extension 2001", "前台分机 2001")
    desk.porch.brief(Briefing(interviewers=(card,), answer_working_days=3, contact=contact))
    return desk


def walk(page: ServedPage, posts: Sequence[Post]) -> None:
    for path, form in posts:
        page.post(path, **form)


def opened(browser: Browser, address: str, **how: Any) -> Page:
    tab = browser.new_page(viewport={"width": 1080, "height": 1920}, **how)
    tab.set_default_timeout(PATIENCE_MS)
    tab.goto(address)
    return tab


def violations(tab: Page) -> list[str]:
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = tab.evaluate(_RUN, RULES)
    return found


def test_every_phase_is_looked_at() -> None:
    assert set(WAYS) == {phase.value for phase in Phase}


@pytest.mark.parametrize("phase", WAYS)
def test_axe_finds_nothing_on_any_page_in_either_language_and_scheme(
    browser: Browser, phase: str
) -> None:
    desk = desk_of()
    with served_page(desk) as page:
        walk(page, WAYS[phase])
        found = {}
        for scheme in ("light", "dark"):
            for language in Language:
                desk.language = language
                tab = opened(browser, page.address, color_scheme=scheme, reduced_motion="reduce")
                assert tab.locator("body").get_attribute("data-phase") == phase
                found[f"{scheme} {language}"] = violations(tab)
                tab.close()
    assert not any(found.values()), found


@pytest.mark.parametrize("phase", WAYS)
def test_every_target_is_44_pixels_and_nothing_runs_out_of_the_page(
    browser: Browser, phase: str
) -> None:
    desk = desk_of()
    with served_page(desk) as page:
        walk(page, WAYS[phase])
        found = {}
        for language in Language:
            desk.language = language
            tab = opened(browser, page.address)
            for width, height in SIZES:
                tab.set_viewport_size({"width": width, "height": height})
                found[f"{language} {width}"] = (tab.evaluate(_SMALL), tab.evaluate(_TOO_WIDE))
            tab.close()
    assert set(map(str, found.values())) == {"([], 0)"}, found


@pytest.mark.parametrize("phase", WAYS)
def test_large_text_and_more_contrast_are_a_press_away_and_break_nothing(
    browser: Browser, phase: str
) -> None:
    desk = desk_of()
    with served_page(desk) as page:
        walk(page, WAYS[phase])
        tab = opened(browser, page.address, reduced_motion="reduce")
        plain = text_size(tab)
        for name in ("Larger text", "More contrast"):
            button = tab.get_by_role("button", name=name)
            with tab.expect_response("**/view"):
                button.click()
            assert button.get_attribute("aria-pressed") == "true"
        tab.goto(page.address)
        assert text_size(tab) >= 1.25 * plain
        found = {}
        for width, height in SIZES:
            tab.set_viewport_size({"width": width, "height": height})
            found[width] = (violations(tab), tab.evaluate(_TOO_WIDE))
        tab.close()
    assert set(map(str, found.values())) == {"([], 0)"}, found


def text_size(tab: Page) -> float:
    size: float = tab.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    return size


@pytest.mark.parametrize("phase", WAYS)
def test_all_of_a_page_is_reached_by_the_tabulator_key_in_order_and_shows_where_it_is(
    browser: Browser, phase: str
) -> None:
    with served_page(desk_of()) as page:
        walk(page, WAYS[phase])
        tab = opened(browser, page.address)
        tab.evaluate("() => document.activeElement.blur()")
        wanted: list[int] = tab.evaluate(_REACHABLE)
        seen = []
        for _ in range(len(wanted) + 3):  # the page's end and a text that scrolls are stops as well
            tab.keyboard.press("Tab")
            seen.append(tab.evaluate(_FOCUS))
        tab.close()
    seen = [one for one in seen if one["tag"] != "BODY"]
    assert {one["place"] for one in seen} >= set(wanted)
    assert all(one["marked"] for one in seen), [one for one in seen if not one["marked"]]


def test_the_pages_of_trouble_are_accessible_too(browser: Browser) -> None:
    desk = desk_of()
    with served_page(desk) as page:
        desk.failure = ProcessError("The recorder is away.")
        tab = opened(browser, page.address)
        tab.get_by_role("button", name="Interview in English").click()
        assert tab.get_by_role("heading", name="One moment").is_visible()
        assert violations(tab) == []
        tab.close()


def test_pages_beside_the_way_are_accessible_too(browser: Browser) -> None:
    """Withdrawing is asked about, a written answer is open, a question was not understood."""
    with served_page(desk_of()) as page:
        walk(page, [*BEGUN, ("plainer", {}), ("help", {})])
        tab = opened(browser, page.address)
        tab.locator("details.write summary").click()
        assert tab.locator("#written").is_visible()
        assert violations(tab) == []
        assert tab.evaluate(_SMALL) == []
        tab.goto(f"{page.address}/withdraw")
        assert tab.get_by_role("heading", name="Withdraw, and have everything").is_visible()
        assert violations(tab) == []
        assert tab.evaluate(_SMALL) == []
        tab.close()
