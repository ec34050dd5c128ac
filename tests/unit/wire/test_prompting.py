"""Rules and follow-ups as data in a plan."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.fakes.told import plan
from wire import plan as plans
from wire.errors import PlanError
from wire.policy import Profile
from wire.prompting import RuleKind, Thresholds, kind_of, may_prompt, rules

HONEST = msgspec.to_builtins(plan())


@pytest.mark.parametrize(
    "change",
    [
        {"rules": [{"kind": "own_contribution", "keywords": [0], "among": [0], "below": 0.0}]},
        {"rules": [{"kind": "own_contribution", "keywords": [0], "among": [0], "least_hits": 0}]},
        {"rules": [{"kind": "long_silence", "longest_s": 0}]},
        {"rules": [{"kind": "brows_and_gaze", "within_s": 601}]},
        {"rules": [{"kind": "mood"}]},
        {"rules": [{"kind": "help_asked"}] * 33},
        {"follow_ups": [{"text": {"en": "a", "zh": "b"}, "serves": [], "stage": 4}]},
        {"follow_ups": [{"text": {"en": "a", "zh": "b"}, "serves": [], "competency": 2}]},
        {"follow_ups": [{"text": {"en": "a", "zh": "b"}, "serves": ["mood"]}]},
        {"competencies": [{"keywords": [0]}]},
    ],
    ids=lambda change: str(change)[:60],
)
def test_a_rule_or_follow_up_that_means_nothing_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PlanError):
        plans.decode(msgspec.json.encode(HONEST | change))


def test_each_kind_of_rule_has_a_tag_of_its_own() -> None:
    made = rules(Thresholds(), Profile.CN, (0,), (0, 1))
    assert [kind_of(rule) for rule in made] == list(RuleKind)


def test_what_a_job_leaves_out_is_no_rule() -> None:
    made = rules(Thresholds(off=tuple(RuleKind)), Profile.CN, (), ())
    assert made == ()


@pytest.mark.parametrize("profile", list(Profile))
def test_behaviour_prompts_under_one_profile_and_help_under_all(profile: Profile) -> None:
    assert may_prompt(profile, RuleKind.BROWS_AND_GAZE) is (profile is Profile.CN)
    assert all(may_prompt(profile, kind) for kind in RuleKind if kind != "brows_and_gaze")
