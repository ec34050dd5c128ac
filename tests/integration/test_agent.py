"""The agent with real sockets on every side but the broker's."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from edge_agent.capture.bus import (
    AnswerBeganMark,
    BeginAnswer,
    BeginInterview,
    EndAnswer,
    EndInterview,
    TakeOverMark,
    TroubleMark,
)
from edge_agent.errors import ProcessError
from edge_agent.publish.bell import AnswerDone
from tests.fakes.plan_server import PlanServer
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.recorder import FakeRecorder
from tests.integration.agent_site import AGREED, running_agent, settings_for
from tests.integration.site import found
from wire import plan as plans
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    Ending,
    InterviewBegan,
    InterviewEnded,
    Trouble,
    TroubleSeen,
)
from wire.messages.orders import InterviewReady
from wire.policy import Profile
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.settings import Settings
    from provisioning.authority import Credentials
    from tests.integration.agent_site import Visit

pytestmark = pytest.mark.integration
PLAN = sample_plan(Profile.CN)


@pytest.fixture(scope="module")
def identities(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Credentials, dict[str, Credentials]]:
    return found(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def hub(identities: tuple[Credentials, dict[str, Credentials]]) -> Iterator[PlanServer]:
    with PlanServer(identities[0], plans.encode(PLAN)) as server:
        yield server


@pytest.fixture
def settings(
    identities: tuple[Credentials, dict[str, Credentials]], hub: PlanServer
) -> Iterator[Settings]:
    import tempfile  # noqa: PLC0415 - a Unix socket's path must be short

    folder = Path(tempfile.mkdtemp(prefix="k-"))
    yield settings_for(folder, identities[1]["lobby-cn"], hub.url)
    shutil.rmtree(folder)


@pytest.fixture
def recorder(settings: Settings) -> Iterator[FakeRecorder]:
    with FakeRecorder(settings.runtime_dir) as recorder:
        yield recorder


def test_a_whole_interview_leaves_its_events_in_order_and_asks_the_recorder_rightly(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        for _ in PLAN.stages:
            assert visit.post("answer") == 303
            assert visit.post("next") == 303
            assert visit.post("next") == 303
        assert visit.state()["ending"] is None
        visit.ring(AnswerDone(answer=3))
        assert visit.until(lambda told: told["ending"] is not None)["ending"] == "finished"
        events = visit.events(INTERVIEW_ID)
    assert [type(one) for one in recorder.asked] == [
        BeginInterview,
        *[BeginAnswer, EndAnswer] * 4,
        EndInterview,
    ]
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    began = next(one for one in events if isinstance(one, InterviewBegan))
    assert began.plan_hash == plans.plan_hash(PLAN)
    assert len(began.model_hashes) >= 3
    assert isinstance(events[-1], InterviewEnded)
    times = [one.pts for one in events if isinstance(one, AnswerBegan | AnswerEnded)]
    assert times == [0.25 * count for count in range(2, 10)]


def test_a_restarted_agent_goes_on_with_the_open_answer(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        visit.post("answer")
        visit.post("next")
        visit.post("next")
        visit.post("answer")
    recorder.asked.clear()
    with running_agent(settings) as visit:
        told = visit.until(lambda told: told["phase"] == "answering")
        assert (told["stage"], told["interview_id"]) == (1, INTERVIEW_ID)
        assert visit.post("next") == 303
        assert visit.post("next") == 303
        assert visit.state()["stage"] == 2
    assert [type(one) for one in recorder.asked] == [BeginInterview, BeginAnswer, EndAnswer]


def test_an_answer_the_recorder_will_not_open_again_is_over(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        visit.post("answer")
    recorder.refuses = BeginAnswer
    with running_agent(settings) as visit:
        told = visit.until(lambda told: told["phase"] == "review")
        assert told["stage"] == 0


def test_a_recording_that_was_not_yet_written_down_is_adopted(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        recorder.say(AnswerBeganMark(answer=0, stage=0, pts=7.5))
        visit.until(lambda told: told["phase"] == "answering")
        last = visit.events(INTERVIEW_ID)[-1]
        assert isinstance(last, AnswerBegan)
        assert last.pts == 7.5


def test_an_interview_whose_plan_is_lost_is_ended_as_interrupted(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
    (settings.state_dir / "plan.json").unlink()
    with running_agent(settings) as visit:
        visit.until(lambda told: told["phase"] == "welcome")
        last = visit.events(INTERVIEW_ID)[-1]
    assert isinstance(last, InterviewEnded)
    assert last.ending is Ending.INTERRUPTED
    assert not any(isinstance(one, BeginAnswer) for one in recorder.asked)


def test_the_longest_time_in_media_time_closes_the_answer(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        visit.post("answer")
        recorder.pts += PLAN.stages[0].longest_s
        told = visit.until(lambda told: told["phase"] == "review")
        assert told["stage"] == 0


def test_refusing_to_be_recorded_asks_the_recorder_for_nothing(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.until(lambda told: bool(told["ready"]))
        visit.post("begin", {"language": "zh"})
        visit.post("understood")
        visit.post("consent", {**AGREED, "recording": "off"})
        assert visit.state()["ending"] == "no_consent"
    assert recorder.asked == []


def test_a_recorder_that_refuses_leaves_everything_as_it_was(
    settings: Settings, recorder: FakeRecorder
) -> None:
    recorder.refuses = BeginAnswer
    with running_agent(settings) as visit:
        visit.begin()
        assert visit.post("answer") == 503
        assert visit.state()["phase"] == "question"
        recorder.refuses = None
        assert visit.post("answer") == 303


def test_a_replays_end_and_a_devices_trouble_reach_page_and_hub(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        visit.post("answer")
        recorder.say(TakeOverMark(answer=0, pts=1.0))
        visit.until(lambda told: bool(told["take_over"]))
        recorder.say(TroubleMark(trouble=Trouble.CAMERA_LOST, pts=1.0))
        noted = _until_noted(visit)
    assert noted.trouble is Trouble.CAMERA_LOST


def test_a_recorder_that_hangs_up_is_noted_when_it_does(
    settings: Settings, recorder: FakeRecorder
) -> None:
    with running_agent(settings) as visit:
        visit.begin()
        visit.post("answer")
        reached = visit.state()
        recorder.pts += 5.0
        visit.until(lambda told: told["elapsed_s"] > reached["elapsed_s"])
        recorder.hang_up()
        noted = _until_noted(visit)
        assert visit.state()["phase"] == "answering"
    assert noted.trouble is Trouble.RECORDER_LOST
    assert noted.pts > 5.0


def test_the_hubs_refusals_leave_the_page_saying_that_nobody_is_expected(
    settings: Settings, hub: PlanServer, recorder: FakeRecorder
) -> None:
    wrong = sample_plan(Profile.EU)
    for body, kind in ((plans.encode(wrong), "application/json"), (b"<html>", "text/html")):
        hub.body, hub.kind = body, kind
        with running_agent(settings) as visit:
            assert hub.fetched.acquire(timeout=20)
            told = visit.until(lambda told: told["phase"] == "welcome")
            assert told["interview_id"] is None
    assert recorder.asked == []


def test_an_order_brings_the_plan_at_once_and_a_used_plan_is_not_taken_twice(
    settings: Settings, hub: PlanServer, recorder: FakeRecorder
) -> None:
    hub.offer(b"")
    with running_agent(settings) as visit:
        visit.until(lambda told: told["phase"] == "welcome")
        assert hub.fetched.acquire(timeout=20)
        hub.offer(plans.encode(PLAN))
        order = InterviewReady(interview_id=INTERVIEW_ID)
        visit.broker.say(Channel.ORDERS, msgspec.json.encode(order))
        visit.begin()
        visit.post("finish")
        visit.until(lambda told: told["ending"] is not None)
    with running_agent(settings) as visit:
        assert hub.fetched.acquire(timeout=20)
        told = visit.until(lambda told: told["phase"] == "welcome")
        assert told["interview_id"] is None
    assert not any(isinstance(one, BeginAnswer) for one in recorder.asked)


def test_a_taken_port_is_one_clear_error(settings: Settings, recorder: FakeRecorder) -> None:
    with running_agent(settings) as visit:
        visit.until(lambda told: told["phase"] == "welcome")
        with (
            pytest.raises(ProcessError, match=str(settings.page.port)),
            running_agent(settings),
        ):
            pass
    assert recorder.asked == []


def test_the_hub_is_told_how_the_kiosk_is(settings: Settings, recorder: FakeRecorder) -> None:
    with ExitStack() as stack:
        visit = stack.enter_context(running_agent(settings))
        visit.begin()
        visit.post("answer")
        visit.until(lambda _: _states(visit)[-1:] == ["interviewing"])
        assert recorder.asked
    assert _states(visit)[-1] == "offline"
    assert "faulty" in _states(visit) or "idle" in _states(visit)


def _states(visit: Visit) -> list[str]:
    return [json.loads(payload)["state"] for payload in visit.broker.retained]


def _until_noted(visit: Visit) -> TroubleSeen:
    found: list[TroubleSeen] = []

    def is_noted(_: object) -> bool:
        found.extend(one for one in visit.events(INTERVIEW_ID) if isinstance(one, TroubleSeen))
        return bool(found)

    visit.until(is_noted)
    return found[0]
