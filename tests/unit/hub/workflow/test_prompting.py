"""What a plan says of prompts."""

from __future__ import annotations

from importlib import resources

import pytest
from msgspec.structs import replace

from hub.scoring import job as jobs
from hub.scoring.job_questions import Level
from hub.scoring.job_writing import write
from hub.scoring.keywords import places
from hub.workflow.interviews import plan_of
from hub.workflow.prompting import keywords, shipped
from wire import plan as plans
from wire.language import Language
from wire.policy import Profile
from wire.prompting import (
    BrowsAndGaze,
    OwnContribution,
    RuleKind,
    StageKind,
    Thresholds,
    kind_of,
    may_prompt,
)

NAMES = ("bank-account-manager-2", "bank-account-manager", "software-engineer")


def job(name: str = NAMES[0]) -> jobs.Job:
    folder = resources.files("hub.workflow").joinpath("jobs")
    return jobs.parse(folder.joinpath(f"{name}.toml").read_bytes())


def made(profile: Profile = Profile.CN, of: jobs.Job | None = None) -> plans.Plan:
    return plan_of(of or job(), "0" * 32, profile)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", list(Profile))
def test_a_plan_has_every_rule_that_its_profile_allows(name: str, profile: Profile) -> None:
    plan = made(profile, job(name))
    kinds = [kind_of(rule) for rule in plan.rules]
    assert kinds == [kind for kind in RuleKind if may_prompt(profile, kind)]
    assert plans.decode(plans.encode(plan)) == plan


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
def test_no_plan_speaks_of_behaviour_where_it_may_not_prompt(profile: Profile) -> None:
    plan = made(profile)
    assert not [rule for rule in plan.rules if isinstance(rule, BrowsAndGaze)]
    assert all(RuleKind.BROWS_AND_GAZE not in one.serves for one in plan.follow_ups)
    assert b"brow" not in plans.encode(plan)


def test_the_introductions_groups_are_numbered_after_the_jobs_own() -> None:
    listed, first = keywords(job()), len(places(job()))
    assert [one.number for one in listed] == list(range(first + 2 * len(shipped().groups)))
    rule = next(rule for rule in made().rules if isinstance(rule, OwnContribution))
    assert rule.keywords == (first, first + 1)
    assert rule.among == tuple(range(first, first + 6))
    assert rule.stages == (StageKind.INTRODUCTION,)
    forms = {one.language: one.forms for one in listed if one.number in rule.keywords}
    assert "成果" in forms[Language.ZH]
    assert "result" in forms[Language.EN]


def test_the_introductions_groups_are_evidence_of_nothing() -> None:
    plan, first = made(), len(places(job()))
    heard = {number for one in plan.competencies for number in one.keywords}
    assert heard == set(range(first))


def test_a_stage_says_what_its_answer_may_show() -> None:
    plan, asked = made(), job()
    ids = [one.id for one in asked.competencies]
    shown = [[ids[place] for place in stage.competencies] for stage in plan.stages[1:-1]]
    assert shown == [list(one.competencies) for one in asked.questions]
    assert plan.stages[0].competencies == plan.stages[-1].competencies == ()


def test_a_basic_question_is_at_hand_that_is_not_asked_anyway() -> None:
    asked = job()
    basic = {one.text for one in asked.bank if one.level is Level.BASIC}
    simpler = [
        one for one in made().follow_ups if RuleKind.BROWS_AND_GAZE in one.serves and one.stage
    ]
    assert simpler
    assert {one.text for one in simpler} <= basic - {one.text for one in asked.questions}


def test_each_prompt_has_something_to_ask_in_every_job() -> None:
    for name in NAMES:
        general = {kind for one in made(of=job(name)).follow_ups for kind in one.serves}
        assert general >= set(RuleKind) - {RuleKind.NO_EVIDENCE}


def test_a_job_sets_its_own_limits_and_leaves_rules_out() -> None:
    source = b'own_share_below = 0.25\nown_least_hits = 8\noff = ["long_silence"]\n'
    folder = resources.files("hub.workflow").joinpath("jobs")
    whole = folder.joinpath(f"{NAMES[0]}.toml").read_bytes() + b"\n[prompts]\n" + source
    read = jobs.parse(whole)
    assert read.prompts == Thresholds(
        own_share_below=0.25, own_least_hits=8, off=(RuleKind.LONG_SILENCE,)
    )
    plan = made(of=read)
    rule = next(rule for rule in plan.rules if isinstance(rule, OwnContribution))
    assert (rule.below, rule.least_hits) == (0.25, 8)
    assert RuleKind.LONG_SILENCE not in map(kind_of, plan.rules)


def test_limits_stay_with_a_job_that_is_written_and_read_again() -> None:
    kept = replace(job(), prompts=Thresholds(silence_over_s=20.0, off=(RuleKind.OFF_TOPIC,)))
    assert jobs.parse(write(kept)).prompts == kept.prompts


def test_a_plan_of_before_there_were_rules_keeps_its_hash() -> None:
    old = replace(
        made(),
        competencies=(),
        rules=(),
        follow_ups=(),
        stages=tuple(replace(one, competencies=()) for one in made().stages),
    )
    for name in (b'"rules"', b'"follow_ups"', b'"competencies"'):
        assert name not in plans.encode(old)
