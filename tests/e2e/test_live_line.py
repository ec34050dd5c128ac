"""Two browsers watch a running interview: real kiosk, real hub, introduced by its signalling."""

from __future__ import annotations

import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from hub.storage.database import open_engine, reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending, Viewing
from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from tests.e2e.kiosk_in_chromium import chromium
from tests.e2e.served_hub import sign_in
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page
    from sqlalchemy import Engine

    from provisioning.demo.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
PATIENCE_S = 90.0


@dataclass
class Held:
    """A site whose candidate answers, until the test is over."""

    place: Site
    interview_id: str
    engine: Engine

    def viewings(self) -> list[Viewing]:
        with reading(self.engine) as session:
            return list(session.scalars(select(Viewing).order_by(Viewing.began_at)))

    def actions(self) -> list[str]:
        """Give what the log says was done to the interview."""
        wanted = select(AuditEntry.action).where(AuditEntry.subject == self.interview_id)
        with reading(self.engine) as session:
            return list(session.scalars(wanted.order_by(AuditEntry.id)))

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for a fact."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, "it did not come true"
            time.sleep(0.2)

    def watch(self, browser: Browser) -> tuple[BrowserContext, Page]:
        """Sign in and watch, until the page says that kiosk and browser have met.

        The replay holds its picture when its take is over, so that none is waited for.
        """
        context = browser.new_context(base_url=self.place.web_address, locale="en-GB")
        page = context.new_page()
        sign_in(page, site.HR_NAME, self.place.hr_password)
        page.goto(f"/interviews/{self.interview_id}/live")
        expect(page.locator("#link")).to_have_attribute(
            "data-link", "live", timeout=1000 * PATIENCE_S
        )
        return context, page


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("site")
    spoken = folder / "answer.wav"
    words = "I checked the cash flow and the collateral. " * 30
    subprocess.run(["espeak-ng", "-s", "150", "-w", str(spoken), words], check=True)
    clip = media.of_user(None, spoken, options.PACKAGED_MEDIA)
    assert clip is not None
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        site.set_up_kiosk(place, clip, Language.EN, "realtime", options.MODELS)
        site.set_up_hub(place)
        interview_id = place.schedule("Li Si", "bank-account-manager")
        engine = open_engine(f"sqlite:///{place.folder / 'hub' / 'hub.db'}")
        with site.up(place), _candidate(place, interview_id):
            made = Held(place, interview_id, engine)
            made.until(lambda: _is_running(made))
            yield made
        engine.dispose()


def _is_running(held: Held) -> bool:
    with reading(held.engine) as session:
        return session.get_one(Interview, held.interview_id).state == "running"


@contextmanager
def _candidate(place: Site, interview_id: str) -> Iterator[None]:
    """Let the candidate go as far as the first answer, and leave it open."""
    with httpx.Client(base_url=place.page_address, timeout=30) as page:
        ScriptedCandidate(page, lambda _: None).wait_until_ready()
        code = place.check_in_code(interview_id)
        for path, form in (
            ("begin", {"language": "en"}),
            ("check-in", {"code": code}),
            ("understood", {}),
            ("consent", {"recording": "on", "analysis": "on", "face_analysis": "on"}),
            ("ready", {}),
            ("answer", {}),
        ):
            assert page.post(f"/{path}", data=form).status_code < httpx.codes.BAD_REQUEST, path
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def test_two_browsers_watch_and_each_ends_in_its_own_way(held: Held, browser: Browser) -> None:
    (staying, first), (leaving, second) = held.watch(browser), held.watch(browser)
    one, other = held.viewings()
    assert held.actions().count("watch_live") == 2
    assert (one.ended_at, other.ended_at) == (None, None)

    leaving.request.post("/sign-out", form={"csrf": _csrf(second)})
    held.until(lambda: held.viewings()[1].ending == Ending.NO_RIGHT)
    assert held.viewings()[0].ended_at is None
    expect(first.locator("#link")).to_have_attribute("data-link", "live")

    first.close()  # the browser's word and the kiosk's are on the way at once
    held.until(lambda: held.viewings()[0].ending in {Ending.LEFT, Ending.KIOSK})
    assert held.actions().count("stop_watching") == 2
    for context in (staying, leaving):
        context.close()


def _csrf(page: Page) -> str:
    found: Any = page.locator("[name=csrf]").first.get_attribute("value")
    assert isinstance(found, str)
    return found
