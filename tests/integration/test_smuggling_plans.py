"""Plans and policy tables that ask for what is forbidden: each is refused, by code."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from edge_agent.app import plans as app_plans
from tests.fakes.plans import sample_plan
from wire import policy
from wire.errors import PolicyError
from wire.policy import Profile, Purpose

pytestmark = pytest.mark.integration

PLANS = {
    "for another profile": sample_plan(Profile.CN),
    "with another policy's hash": msgspec.structs.replace(
        sample_plan(Profile.EU), policy_hash=policy.policy_hash(Profile.CN)
    ),
    "that asks for consent to face analysis": msgspec.structs.replace(
        sample_plan(Profile.EU), purposes=tuple(Purpose)
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_a_plan_is_refused(plan: object) -> None:
    with pytest.raises(PolicyError, match="W-POLICY-001"):
        app_plans.check(msgspec.convert(plan, type(sample_plan(Profile.EU))), Profile.EU)


TABLES = {
    "that lets behaviour count": ('smiles = { use = "off"', 'smiles = { use = "score"'),
    "that allows a part of behaviour": ('smiles = { use = "off"', 'smiles = { use = "measure"'),
    "without a ground": ('ground = "AI Act Art. 5(1)(f)"', 'ground = ""'),
    "with a measure nobody knows": ("content = {", "honesty = {"),
    "with a gap": ("\ncontent = {", "\n# content = {"),
    "with a profile nobody knows": ("[profiles.us", "[profiles.xx"),
}


@pytest.mark.parametrize(("before", "after"), TABLES.values(), ids=TABLES.keys())
def test_a_table_is_refused(before: str, after: str) -> None:
    text = (Path(policy.__file__).with_name("policy.toml")).read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(PolicyError, match="W-POLICY-001"):
        policy.read(text.replace(before, after))
