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
from tests.fakes.hub_site import HubSite
from tests.fakes.live_kiosk import LiveKiosk
from tests.fakes.sample_messages import Sitting
from tests.integration.site import free_port
from wire import plan as plans
from wire.language import Language, LocalText
from wire.live import Prompt, Standing, Suggestion
from wire.prompting import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Route

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


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
