"""HR's day in a real Chromium, in both languages: from a job description to the letter."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from hub.people.rights import Role
from hub.web.rendering import say
from hub.workflow import interviews
from hub.workflow.resumes.reading import read
from tests.e2e.arriving import arrive
from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.served_hub import served, signed_in
from tests.fakes.hub_site import KIOSK, HubSite
from tests.integration.site import free_port
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

NAMES = {Language.EN: "Clara Dunmore", Language.ZH: "周静姝"}
LOCALES = {Language.EN: "en-GB", Language.ZH: "zh-CN"}
ADDRESSES = {Language.EN: "clara.dunmore@example.org", Language.ZH: "zhou.jingshu@example.org"}
JOB = "credit-analyst-{}"
DESCRIPTION = {
    Language.EN: "Credit analyst. You control risk: check the cash flow and collateral, notice "
    "warning signs, act with integrity and explain your findings in clear words.",
    Language.ZH: "信贷分析师：负责风险控制，核对现金流和抵押物，发现风险信号；诚信合规，表达清楚。",
}
RESUME = {
    Language.EN: "Clara Dunmore\n\nEducation\n2012 - 2015  Northbridge University, Bachelor of "
    "Science in Statistics\n\nSkills\nExcel, SQL\n",
    Language.ZH: "周静姝\n\n教育背景\n2011.09 - 2015.06　江城示范大学　统计学　本科\n\n"
    "专业技能\nExcel、SQL\n",
}
SCHOOL = {Language.EN: "Northbridge University", Language.ZH: "江城示范大学"}
REASON = {
    Language.EN: "Two clear cases of her own; the team wants to meet her.",
    Language.ZH: "有两个清楚的本人实例，团队希望进一步面谈。",
}


class Sink:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.came: list[tuple[list[str], str]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail (aiosmtpd calls this)."""
        self.came.append((list(envelope.rcpt_tos), envelope.content.decode()))
        return "250 OK"


class Day:
    """One person's day at one served hub."""

    def __init__(self, hub: HubSite, tab: Tab, rater: Tab, language: Language) -> None:
        self.hub, self.tab, self.rater, self.language = hub, tab, rater, language
        self.name = NAMES[language]

    def words(self, msgid: str) -> str:
        """Give a text of the pages as this person reads it."""
        return say(self.language, msgid)

    def press(self, msgid: str, tab: Tab | None = None) -> None:
        """Press a button by its words."""
        (tab or self.tab).get_by_role("button", name=self.words(msgid), exact=True).first.click()
        (tab or self.tab).wait_for_load_state()

    def make_job(self) -> str:
        """Go through the wizard and publish."""
        tab = self.tab
        tab.goto("/jobs")
        tab.get_by_role("link", name=self.words("New job")).click()
        tab.locator("[name='title.en']").fill(f"Credit analyst {self.language.value}")
        tab.locator("[name='title.zh']").fill(f"信贷分析师 {self.language.value}")
        tab.locator("#description").fill(DESCRIPTION[self.language])
        self.press("Look for competencies")
        assert tab.locator("input[name^='pick.']:checked").count() >= 1
        for one in ("risk-control", "clear-account"):
            tab.locator(f"[name='pick.{one}']").check()
        self.press("Make a draft")
        tab.locator("#note").fill("First version")
        tab.locator("form[action$='/publish'] button").click()
        tab.wait_for_load_state()
        return JOB.format(self.language.value)

    def add_candidate(self) -> None:
        """Enter a candidate with a mail address, and take in a résumé."""
        tab = self.tab
        tab.goto("/candidates/new")
        tab.locator("#name").fill(self.name)
        tab.locator("#email").fill(ADDRESSES[self.language])
        self.press("Save")
        data = RESUME[self.language].encode()
        tab.locator("#resume").set_input_files(
            {"name": "cv.txt", "mimeType": "text/plain", "buffer": data}
        )
        self.press("Upload")
        expect(tab.get_by_text(SCHOOL[self.language]).first).to_be_visible()

    def schedule(self, job: str) -> str:
        """Let the kiosk expect the candidate, with an interviewer in charge."""
        tab = self.tab
        tab.goto("/interviews/new")
        tab.locator("#find").fill(self.name)
        self.press("Find")
        tab.get_by_label(self.name).check()
        tab.locator("#job").select_option(job)
        tab.locator("#kiosk").select_option(KIOSK)
        tab.locator("#interviewer").select_option(label=f"interviewer-{self.language.value}")
        self.press("Schedule the interview")
        expect(tab.get_by_role("heading", name=self.name)).to_be_visible()
        return tab.url.rsplit("/", 1)[1]

    def rate(self, interview_id: str) -> None:
        """Rate before the scores are in sight; then they are."""
        tab = self.rater
        tab.goto(f"/interviews/{interview_id}")
        expect(tab.locator(".scorecard")).to_be_visible()
        assert tab.locator(".score-total, #scores, [id^='competency-']").count() == 0
        for one in tab.locator("fieldset.rating").all():
            one.locator("input[value='4']").check()
            one.locator("textarea").fill(REASON[self.language])
        self.press("Look it over and submit…", tab)
        self.press("Submit for good", tab)
        assert tab.locator("[id^='competency-']").count() >= 2

    def compare(self, chosen: list[str]) -> None:
        """Choose two on the list and see them side by side."""
        self.tab.goto("/interviews")
        for one in chosen:
            self.tab.locator(f"input[name=interview][value='{one}']").check()
        self.press("Compare")
        assert self.tab.locator("table.compared thead a").count() == len(chosen)

    def decide(self, interview_id: str) -> None:
        """Look without rating, then decide with a reason."""
        tab = self.tab
        tab.goto(f"/interviews/{interview_id}")
        tab.locator("details.look summary").click()
        self.press("Show the scores; I do not rate")
        tab.locator("input[name=outcome][value=next_step]").check()
        tab.locator("#decision-reason").fill(REASON[self.language])
        tab.locator("form[action$='/decision'] button").click()
        tab.wait_for_load_state()
        expect(tab.locator(".decided").get_by_text(REASON[self.language])).to_be_visible()

    def report(self) -> str:
        """Take the report as a PDF and give its text."""
        with self.tab.expect_download() as coming:
            self.tab.locator("form.export button[value=pdf]").click()
        return read(Path(coming.value.path()).read_bytes()).text

    def send_letter(self) -> None:
        """Release the letter with the decision once it is composed."""
        tab, until = self.tab, time.monotonic() + 60
        kind = self.words("Answer")
        while True:
            tab.goto("/letters")
            line = tab.locator("tr", has_text=self.name).filter(has_text=kind)
            if line.count() or time.monotonic() > until:
                break
            tab.wait_for_timeout(500)
        line.locator("a").first.click()
        self.press("Release and send")


def wait_for_mail(sink: Sink, tab: Tab) -> tuple[list[str], str]:
    """Give the one mail that came."""
    until = time.monotonic() + 60
    while not sink.came and time.monotonic() < until:
        tab.wait_for_timeout(300)
    assert len(sink.came) == 1
    return sink.came[0]


@pytest.fixture(scope="module")
def sink() -> Sink:
    return Sink()


@pytest.fixture(scope="module")
def mail_port(sink: Sink) -> Iterator[int]:
    server = Controller(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    yield int(server.port)
    server.stop()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, mail_port: int) -> Iterator[HubSite]:
    port = free_port()
    made = HubSite(tmp_path_factory.mktemp("hub"), port)
    mail = f'host = "127.0.0.1", port = {mail_port}, tls = "none", sender = "hr@example.com"'
    text = made.settings_file.read_text(encoding="utf-8")
    site = f'site = "http://127.0.0.1:{port}"'
    made.settings_file.write_text(f"{text}mail = {{ {mail}, {site} }}\n", encoding="utf-8")
    for language in Language:
        made.person(Role.HR_MANAGER, language)
        made.person(Role.INTERVIEWER, language)
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(hub: HubSite) -> Iterator[str]:
    with served(hub, "mail") as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.mark.parametrize("language", list(Language))
def test_from_a_job_description_to_the_letter(
    language: Language, hub: HubSite, address: str, browser: Browser, sink: Sink
) -> None:
    sink.came.clear()
    people = [
        signed_in(browser, address, f"{role}-{language.value}", LOCALES[language])
        for role in ("hr_manager", "interviewer")
    ]
    day = Day(hub, people[0].new_page(), people[1].new_page(), language)
    job = day.make_job()
    day.add_candidate()
    mine = day.schedule(job)
    beside = interviews.schedule(hub.engine, Profile.CN, KIOSK, job, "Felix Oakley")
    for seed, one in enumerate((mine, beside), start=5):
        arrive(hub, one, language, seed)
    day.rate(mine)
    day.compare([mine, beside])
    day.decide(mine)
    assert day.name in day.report()
    day.send_letter()
    to, text = wait_for_mail(sink, day.tab)
    assert to == [ADDRESSES[language]]
    assert "Message-ID" in text
    for person in people:
        person.close()
