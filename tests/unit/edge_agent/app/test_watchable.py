from __future__ import annotations

from edge_agent.app.live import watchable
from edge_agent.interview.arrival import Understood
from edge_agent.interview.commands import Begin, Command, Consent, Finish, Ready
from edge_agent.interview.state import Phase
from tests.fakes.plans import sample_plan
from tests.unit.edge_agent.interview.test_interview_laws import sit
from wire.language import Language
from wire.policy import Profile, Purpose

PLAN = sample_plan(Profile.CN)
BEGUN: list[Command] = [Begin(Language.EN), Understood(), Consent(frozenset(Purpose)), Ready()]


def test_an_interview_is_watched_from_its_first_question_until_its_candidate_is_thanked() -> None:
    before = sit(PLAN, BEGUN[:-1])
    assert watchable(before.state) is None
    begun = sit(PLAN, BEGUN)
    assert watchable(begun.state) == PLAN.interview_id
    thanked = begun.take([Finish()])
    assert thanked.state.phase is Phase.THANKS
    assert watchable(thanked.state) is None


def test_who_refused_to_be_recorded_is_not_watched() -> None:
    without = frozenset(Purpose) - {Purpose.RECORDING}
    refused = sit(PLAN, [*BEGUN[:-2], Consent(without)])
    assert watchable(refused.state) is None
