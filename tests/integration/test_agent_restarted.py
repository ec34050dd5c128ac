"""An agent that is started anew before the first question, and the last page's way on."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest

from edge_agent.publish.bell import AnswerDone
from tests.fakes.plan_server import PlanServer
from tests.fakes.plans import sample_plan
from tests.fakes.recorder import FakeRecorder
from tests.integration.agent_site import AGREED, running_agent, settings_for
from tests.integration.site import found
from wire import briefing
from wire import plan as plans
from wire.briefing import Briefing, OwnPage
from wire.check_in import hash_of
from wire.language import LocalText
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_agent.settings import Settings
    from tests.integration.agent_site import Visit

pytestmark = pytest.mark.integration
CODE = "ABCD2345"
PLAN = msgspec.structs.replace(sample_plan(Profile.CN), check_in=hash_of(CODE))
CONTACT = LocalText(en="Reception, extension 2001", zh="前台分机 2001")
ADDRESS = "https://hr.example/my/abc"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Settings, PlanServer]]:
    server, kiosks = found(tmp_path)
    folder = Path(tempfile.mkdtemp(prefix="k-"))  # a Unix socket's path must be short
    with PlanServer(server, plans.encode(PLAN)) as plan_server:
        settings = settings_for(folder, kiosks["lobby-cn"], plan_server.url)
        with FakeRecorder(settings.runtime_dir):
            yield settings, plan_server
    shutil.rmtree(folder)


def greet(visit: Visit) -> None:
    visit.until(lambda told: bool(told["ready"]))
    assert visit.post("begin", {"language": "zh"}) == 303


def check_in(visit: Visit) -> None:
    greet(visit)
    assert visit.post("check-in", {"code": CODE}) == 303


def be_told(visit: Visit) -> None:
    check_in(visit)
    assert visit.post("understood") == 303


def agree(visit: Visit) -> None:
    be_told(visit)
    assert visit.post("consent", AGREED) == 303


def practise(visit: Visit) -> None:
    agree(visit)
    assert visit.post("practise", {"step": "asked"}) == 303
    assert visit.post("practise", {"step": "speaking"}) == 303


@pytest.mark.parametrize(
    ("go", "phase"),
    [
        (greet, "check_in"),
        (check_in, "about"),
        (be_told, "consent"),
        (agree, "check"),
        (practise, "practice"),
    ],
    ids=["greeted", "checked in", "told", "agreed", "practising"],
)
def test_it_comes_back_to_the_same_step_in_the_same_language(
    hub: tuple[Settings, PlanServer], go: Callable[[Visit], None], phase: str
) -> None:
    settings, server = hub
    server.briefing = briefing.encode(Briefing(contact=CONTACT))
    with running_agent(settings) as visit:
        go(visit)
        before = visit.until(lambda told: told["phase"] == phase)
    with running_agent(settings) as visit:
        after = visit.until(lambda told: bool(told["ready"]))
        compared = ("phase", "language", "step", "stage", "interview_id")
        assert {one: after[one] for one in compared} == {one: before[one] for one in compared}


def test_the_last_page_leads_to_the_own_page_and_still_says_whom_to_reach(
    hub: tuple[Settings, PlanServer],
) -> None:
    settings, server = hub
    server.briefing = briefing.encode(Briefing(contact=CONTACT))
    with running_agent(settings) as visit:
        agree(visit)
        assert visit.post("ready") == 303
    server.own_page = briefing.encode(OwnPage(address=ADDRESS))
    with running_agent(settings) as visit:
        visit.until(lambda told: told["phase"] == "question")
        assert not (settings.state_dir / "arrival.json").exists()
        visit.post("answer")
        visit.post("finish")
        visit.ring(AnswerDone(answer=0))
        visit.until(lambda told: told["ending"] is not None)
        page = httpx.Client(base_url=f"http://127.0.0.1:{settings.page.port}")
        visit.until(lambda _: page.get("/own-page").status_code == 200)
        shown = page.get("/").text
        page.close()
    assert ADDRESS in shown
    assert "前台分机 2001" in shown
    assert server.own_pages_made == 1
