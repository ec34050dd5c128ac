"""Which prompts are shown, and what is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.interview.rules_ask import chosen, suggested
from edge_agent.interview.rules_fold import Prompts, due, found, taken
from edge_agent.interview.rules_words import event_of, name_of, place_of, prompt_of
from tests.fakes.told import (
    AT,
    OWN,
    RISK,
    TEAM,
    agreed,
    began,
    behaved,
    ended,
    number_of,
    plan,
    said,
    second,
    whole,
)
from wire import codec
from wire import plan as plans
from wire.errors import MessageError, PlanError
from wire.language import Language
from wire.messages.answer_features import Topicality
from wire.messages.events import HelpCalled, NotUnderstood, PromptDismissed
from wire.policy import Profile, Purpose
from wire.prompting import (
    BrowsAndGaze,
    HelpAsked,
    LongSilence,
    NoEvidence,
    OffTopic,
    OwnContribution,
    RuleKind,
)
from wire.topics import Channel

if TYPE_CHECKING:
    from edge_agent.interview.rules_answer import Fact

PLAN = plan()
SILENT = [second(float(at)) for at in range(12)]


def after(*facts: Fact, of: plans.Plan = PLAN) -> Prompts:
    """Fold the facts of somebody who agreed to the analysis of speech."""
    return reduce(taken, (agreed(Purpose.ANALYSIS), *facts), Prompts(of))


def shown(state: Prompts) -> Prompts:
    """Show everything that is due."""
    events = [event_of(state.plan, one, AT) for one in due(state)]
    return reduce(taken, events, state)


def kinds(state: Prompts) -> list[type]:
    return [type(state.plan.rules[one.rule]) for one in due(state)]


def button(kind: type[HelpCalled | NotUnderstood], stage: int = 1, pts: float = 5.0) -> Fact:
    return kind(stream_id=PLAN.interview_id, seq=1, pts=pts, at=AT, stage=stage)


def test_a_rule_prompts_once_an_answer_and_again_in_the_next() -> None:
    silent = after(began(), *SILENT)
    assert kinds(silent) == [LongSilence]
    once = shown(silent)
    assert due(once) == ()
    spoke = taken(once, second(12.0, speech_s=1.0))
    assert spoke.shown == {}
    again = reduce(taken, [second(float(at)) for at in range(13, 30)], spoke)
    assert due(again) == ()
    other = reduce(
        taken,
        [ended(pts=30.0), began(1, 2, 30.0), *(second(30.0 + at, 1) for at in range(12))],
        again,
    )
    assert kinds(other) == [LongSilence]


def test_a_dismissed_prompt_does_not_come_back_in_the_same_answer() -> None:
    spoken = after(began(stage=0), said(*[TEAM] * 6))
    number = number_of(PLAN, OwnContribution)
    dismissed = PromptDismissed(
        stream_id=PLAN.interview_id,
        seq=1,
        pts=9.0,
        at=AT,
        answer=0,
        rule=number,
        viewing_id="0" * 32,
    )
    state = taken(shown(spoken), dismissed)
    assert state.shown == {}
    assert due(taken(state, said(*[TEAM] * 9, start=20.0))) == ()


def test_a_prompt_on_what_was_said_stays_until_it_is_dismissed() -> None:
    state = shown(after(began(stage=0), said(*[TEAM] * 6)))
    assert len(taken(state, said(*[OWN] * 30, start=20.0)).shown) == 1


def test_rules_hold_in_their_own_stages_only() -> None:
    assert due(after(began(stage=0), said(*[TEAM] * 6))) != ()
    assert due(after(began(stage=1), said(*[TEAM] * 6))) == ()
    assert due(after(began(stage=3), *SILENT)) == ()


def test_the_last_words_of_an_answer_count_while_the_next_goes_on() -> None:
    state = after(began(stage=0), ended(pts=9.0), began(1, 1, 9.0), said(*[TEAM] * 6))
    assert [(one.answer, one.rule) for one in due(state)] == [(0, number_of(PLAN, OwnContribution))]


def test_help_before_an_answer_is_prompted_on_at_once_and_counts_to_that_answer() -> None:
    asked = after(began(0, 0), ended(0, 9.0), button(HelpCalled, stage=1, pts=12.0))
    assert [(one.answer, type(PLAN.rules[one.rule])) for one in due(asked)] == [(1, HelpAsked)]
    answering = taken(shown(asked), began(1, 1, 15.0))
    assert due(answering) == ()
    assert answering.shown.keys() == {(1, number_of(PLAN, HelpAsked))}


def test_help_with_a_question_that_is_left_out_does_not_count_to_the_next() -> None:
    asked = shown(after(began(0, 0), ended(0, 9.0), button(NotUnderstood, stage=1)))
    left_out = taken(asked, began(1, 2, 20.0))
    assert left_out.shown == {}
    assert len(due(taken(left_out, button(NotUnderstood, stage=2, pts=22.0)))) == 1


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
@given(
    lowered=st.lists(st.integers(0, 9), min_size=1, max_size=20),
    away_s=st.floats(0.0, 1.0),
)
@settings(max_examples=20)
def test_no_behaviour_ever_prompts_where_the_profile_forbids_it(
    profile: Profile, lowered: list[int], away_s: float
) -> None:
    state = after(
        agreed(Purpose.FACE_ANALYSIS),
        began(),
        *(second(float(at), speech_s=1.0) for at in range(len(lowered))),
        *(behaved(float(at), count, away_s) for at, count in enumerate(lowered)),
        of=plan(profile),
    )
    assert due(state) == ()


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
def test_a_plan_with_a_rule_that_the_profile_forbids_is_no_plan(profile: Profile) -> None:
    honest = msgspec.to_builtins(plan(profile))
    smuggled = honest | {"rules": [{"kind": "brows_and_gaze"}]}
    with pytest.raises(PlanError, match="forbids the rule brows_and_gaze"):
        plans.decode(msgspec.json.encode(smuggled))


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
def test_a_prompt_with_figures_of_behaviour_is_no_message_there(profile: Profile) -> None:
    state = after(
        agreed(Purpose.FACE_ANALYSIS), began(), *(behaved(float(at), 1, 1.0) for at in range(20))
    )
    event = event_of(PLAN, due(state)[0], AT)
    assert event.brow_lowerings == 20
    codec.decode_under(Profile.CN, Channel.EVENTS, codec.encode(event))
    with pytest.raises(MessageError, match="brow_lowerings"):
        codec.decode_under(profile, Channel.EVENTS, codec.encode(event))


@given(st.permutations(range(6)))
@settings(max_examples=20)
def test_a_restarted_kiosk_shows_what_it_showed(order: list[int]) -> None:
    facts: list[Fact] = [began(stage=0)]
    state = after(*facts)
    for at in order:
        new = said(*[OWN if at == 0 else TEAM] * (at + 1), start=1.0 + 10 * at)
        events = [new, *(event_of(PLAN, one, AT) for one in due(taken(state, new)))]
        facts += events
        state = reduce(taken, events, state)
    assert after(*facts) == state
    assert due(state) == ()


def test_evidence_of_an_earlier_answer_is_evidence() -> None:
    state = after(began(0, 1), said(RISK, words=30), ended(), whole())
    assert state.lacking(1) == (1,)
    number = number_of(PLAN, NoEvidence)
    assert [(one.rule, one.finding.competency) for one in due(state)] == [(number, 1)]


def test_after_an_answer_the_kiosk_asks_what_fits_first_and_nothing_twice() -> None:
    missing = after(began(), ended(), whole())
    rule = number_of(PLAN, NoEvidence)
    assert chosen(PLAN, found(missing, 0), 1, frozenset()) == (0, rule)
    assert chosen(PLAN, found(missing, 0), 1, frozenset({0})) is None
    wandering = after(began(), ended(), whole(topic=Topicality.OFF_TOPIC, similarity=0.1))
    assert chosen(PLAN, found(wandering, 0), 1, frozenset()) == (3, number_of(PLAN, OffTopic))
    helped = taken(wandering, button(HelpCalled))
    assert chosen(PLAN, found(helped, 0), 1, frozenset()) == (4, number_of(PLAN, HelpAsked))


def test_what_the_kiosk_asks_does_not_depend_on_how_somebody_looked_or_was_silent() -> None:
    looked = [behaved(float(at), 1, 1.0) for at in range(20)]
    state = after(agreed(Purpose.FACE_ANALYSIS), began(), *SILENT, *looked)
    assert {BrowsAndGaze, LongSilence} == set(kinds(state))
    every = msgspec.structs.replace(
        PLAN,
        follow_ups=tuple(
            msgspec.structs.replace(one, serves=tuple(RuleKind)) for one in PLAN.follow_ups
        ),
    )
    assert chosen(every, found(state, 0), 1, frozenset()) is None


def test_a_prompt_offers_the_stages_own_questions_first() -> None:
    first = after(began(), ended(), whole())
    missed = due(first)[0]
    assert suggested(PLAN, missed, 1) == (0,)
    prompt = prompt_of(PLAN, event_of(PLAN, missed, datetime.now(UTC)), 1, Language.EN)
    assert [one.text for one in prompt.ask] == ["Which papers did you check?"]
    assert prompt.figures == {"said": 80.0, "competency": 0.0}
    assert prompt.rule == "no_evidence"


@given(st.integers(0, 4095), st.integers(0, 31))
@settings(max_examples=30)
def test_a_prompts_name_says_where_it_belongs(answer: int, rule: int) -> None:
    assert place_of(name_of(answer, rule)) == (answer, rule)


@pytest.mark.parametrize("name", ["", "a1", "a1.r", "a01.r1", "b1.r1", "a1.r1.r2", "a١.r1", "x"])
def test_another_name_is_no_prompts(name: str) -> None:
    assert place_of(name) is None
