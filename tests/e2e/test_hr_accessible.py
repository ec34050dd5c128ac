"""Every page of HR's view against WCAG 2.1 A and AA: axe in Chromium, light and dark, zh and en."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from hub.people.rights import ACCOUNT_ROLES, Role, may
from hub.storage.database import writing
from hub.web.site import PAGES
from hub.workflow import job_drafts
from hub.workflow.letters.tending import Tender
from hub.workflow.resumes.intake import Place
from hub.workflow.samples import adding
from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.served_hub import served, sign_in, signed_in
from tests.fakes.hub_site import JOB, HubSite
from tests.fakes.sample_messages import Sitting
from tests.integration.site import free_port
from tests.unit.hub.web.route_samples import Routes, Whose, path_of
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

    from hub.web.page import Page

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

AXE = Path(str(files("hub.web"))) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LOCALES = {Language.EN: "en-GB", Language.ZH: "zh-CN"}
_FILES = ("/captions", "/video", "/file", "/{receipt_file}", "/live/state", "/card/picture")
"""What these paths give is no page."""
_RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return found.violations.map((one) =>
    `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}"""
_ORDER = """() => [...document.querySelectorAll('[tabindex]')]
  .filter((one) => one.tabIndex > 0).length"""
_SHOWN = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    place: [...document.querySelectorAll('*')].indexOf(one),
    marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    sized: box.width > 0 && box.height > 0,
    tag: one.tagName,
  };
}"""


@dataclass
class Looked:
    """A furnished hub that is served, and who is signed in."""

    routes: Routes
    address: str
    browser: Browser
    contexts: dict[tuple[Role | None, Language], BrowserContext] = field(default_factory=dict)

    def tab(self, role: Role | None, language: Language) -> Tab:
        """Open a tab of somebody who may see what a role may; of nobody without one."""
        key = (role, language)
        if key not in self.contexts:
            locale = LOCALES[language]
            self.contexts[key] = (
                self.browser.new_context(base_url=self.address, locale=locale)
                if role is None
                else signed_in(self.browser, self.address, f"{role.value}-{language.value}", locale)
            )
        return self.contexts[key].new_page()


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    hub = HubSite(tmp_path_factory.mktemp("hub"), free_port())
    for role in ACCOUNT_ROLES:
        for language in Language:
            hub.person(role, language)
    mine = hub.held("陈嘉怡 Chen Jiayi", Sitting())
    others = hub.held("Ben Carrow", Sitting(language=Language.ZH))
    for language in Language:
        hub.put_in_charge(f"interviewer-{language.value}", mine)
    place = Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)
    asked = adding.Asked(Profile.CN, 12, in_charge=["interviewer-en", "interviewer-zh"])
    adding.add(place, hub.settings.promises, asked, datetime.now(UTC))
    Tender.of(hub.settings, hub.engine).round(datetime.now(UTC))
    with writing(hub.engine) as session:
        job_drafts.begin(session, JOB, "command")
    routes = Routes(hub, {Whose.OWN: mine, Whose.OTHERS: others})
    with served(hub) as address, chromium() as browser:
        yield Looked(routes, address, browser)
    hub.close()


def reader_of(page: Page) -> Role | None:
    """Give a role that may see a page, the one that sees most first; none: no account is wanted."""
    if may(None, page.action):
        return None
    return next((role for role in ACCOUNT_ROLES if may(role, page.action)), None)


SHOWN = [page for page in PAGES if page.method == "GET" and not page.path.endswith(_FILES)]


def violations(tab: Tab, rules: list[str]) -> list[str]:
    """Run axe; the script comes by the debugger, the pages' own policy lets none in."""
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = tab.evaluate(_RUN, rules)
    return found


def in_both_lights(tab: Tab) -> dict[str, list[str]]:
    """Check everything in light, and in dark what only colours change."""
    tab.emulate_media(color_scheme="light")
    light = violations(tab, RULES)
    tab.emulate_media(color_scheme="dark")
    dark = [one for one in violations(tab, RULES) if one not in light]
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.path)
def test_every_page_keeps_to_the_guidelines(page: Page, language: Language, looked: Looked) -> None:
    tab = looked.tab(reader_of(page), language)
    answer = tab.goto(path_of(page, looked.routes, Whose.OWN))
    assert answer is not None
    assert answer.ok
    assert in_both_lights(tab) == {"light": [], "dark": []}
    tab.close()


@pytest.mark.parametrize("language", list(Language))
def test_what_opens_on_a_page_keeps_to_them_too(language: Language, looked: Looked) -> None:
    tab = looked.tab(Role.HR_MANAGER, language)
    mine = looked.routes.interviews[Whose.OWN]
    tab.goto(f"/interviews/{mine}")
    tab.locator(f"form[action='/interviews/{mine}/transcript'] button").click()
    expect(tab.locator(".words").first).to_be_visible()
    assert in_both_lights(tab) == {"light": [], "dark": []}
    tab.close()


@pytest.mark.parametrize("language", list(Language))
def test_a_refused_sign_in_keeps_to_them_too(language: Language, looked: Looked) -> None:
    tab = looked.tab(None, language)
    sign_in(tab, "nobody", "not a password")
    assert tab.get_by_role("alert").count() == 1
    assert in_both_lights(tab) == {"light": [], "dark": []}
    tab.close()


@pytest.mark.parametrize("path", ["/interviews", "/candidates", "/letters", "/jobs", "interview"])
def test_the_tab_key_goes_through_a_page_in_its_order_and_is_seen(
    path: str, looked: Looked
) -> None:
    tab = looked.tab(Role.HR_MANAGER, Language.EN)
    mine = looked.routes.interviews[Whose.OWN]
    tab.goto(f"/interviews/{mine}" if path == "interview" else path)
    assert tab.evaluate(_ORDER) == 0
    places: list[int] = []
    for step in range(40):
        tab.keyboard.press("Tab")
        at: dict[str, Any] = tab.evaluate(_SHOWN)
        if at["tag"] == "BODY":
            break
        assert at["marked"], f"stop {step} ({at['tag']}) does not show the focus"
        assert at["sized"], f"stop {step} ({at['tag']}) has no size"
        places.append(at["place"])
    assert places == sorted(places)
    assert len(places) > 10
    tab.close()


def test_the_first_stop_of_the_tab_key_skips_to_the_content(looked: Looked) -> None:
    tab = looked.tab(Role.HR_MANAGER, Language.EN)
    tab.goto("/interviews")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert re.search(r"#main$", tab.url)
    assert tab.evaluate("() => document.activeElement.id") == "main"
    tab.close()
