"""The kiosk's own follow-up and its prompts in a real agent: outbox, bell and page."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edge_agent.publish.bell import AnswerDone, OutboxGrew
from edge_agent.publish.outbox import Outbox
from tests.fakes.plan_server import PlanServer
from tests.fakes.plans import INTERVIEW_ID
from tests.fakes.recorder import FakeRecorder
from tests.fakes.told import number_of, plan, said, whole
from tests.integration.agent_site import running_agent, settings_for
from tests.integration.site import found
from wire import plan as plans
from wire.messages.events import FollowUpAsked
from wire.prompting import NoEvidence
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.settings import Settings
    from tests.integration.agent_site import Visit
    from wire.messages.fields import Durable

pytestmark = pytest.mark.integration
PLAN = plan()


@pytest.fixture
def settings() -> Iterator[Settings]:
    folder = Path(tempfile.mkdtemp(prefix="k-"))  # a Unix socket's path must be short
    authority, identities = found(folder)
    with PlanServer(authority, plans.encode(PLAN)) as hub:
        yield settings_for(folder, identities["lobby-cn"], hub.url)
    shutil.rmtree(folder)


@pytest.fixture
def recorder(settings: Settings) -> Iterator[FakeRecorder]:
    with FakeRecorder(settings.runtime_dir) as recorder:
        yield recorder


def sense(settings: Settings, *messages: Durable) -> None:
    """Keep what the senses measured, as their process does."""
    outbox = Outbox.of_kiosk(settings.state_dir, settings.profile)
    for one in messages:
        outbox.append(Channel.FEATURES, partial(numbered, one), INTERVIEW_ID)
    outbox.close()


def numbered(message: Durable, seq: int) -> Durable:
    return replace(message, seq=seq)


def answer(visit: Visit) -> None:
    """Answer the question that is asked, and look at the answer."""
    assert visit.post("answer") == 303
    assert visit.post("next") == 303
    visit.until(lambda told: told["phase"] == "review")


@pytest.mark.usefixtures("recorder")
def test_the_kiosk_asks_one_follow_up_of_the_bank_and_remembers_it(settings: Settings) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        answer(visit)
        assert visit.post("next") == 303
        answer(visit)
        sense(settings, said(answer=1, words=80), whole(answer=1))
        visit.ring(OutboxGrew())
        visit.ring(AnswerDone(answer=1))
        visit.until(lambda told: bool(told["follow_up"]))
    with running_agent(settings) as visit:
        visit.until(lambda told: told["phase"] == "review" and bool(told["follow_up"]))
        assert visit.post("next") == 303
        asked = visit.until(lambda told: told["phase"] == "question")
        assert (asked["stage"], asked["follow_up"]) == (1, True)
        answer(visit)
        sense(settings, whole(answer=2))
        visit.ring(AnswerDone(answer=2))
        assert visit.post("next") == 303
        further = visit.until(lambda told: told["phase"] == "question")
        assert (further["stage"], further["follow_up"]) == (2, False)
        events = visit.events(INTERVIEW_ID)
    (told,) = [one for one in events if isinstance(one, FollowUpAsked)]
    assert (told.answer, told.follow_up, told.rule) == (1, 0, number_of(PLAN, NoEvidence))
