"""No rule looks at what the candidate did not agree to."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pytest

from edge_agent.interview.rules_fold import Prompts, due, taken
from tests.fakes.told import AT, TEAM, agreed, began, behaved, plan, said, second
from wire import prompting
from wire.messages.events import HelpCalled, NotUnderstood
from wire.policy import Purpose

if TYPE_CHECKING:
    from edge_agent.interview.rules_answer import Fact

PLAN = plan()
SECONDS = range(20)


def rules_after(*facts: Fact) -> list[type]:
    state = reduce(taken, facts, Prompts(PLAN))
    return [type(PLAN.rules[one.rule]) for one in due(state)]


@pytest.mark.parametrize("granted", [True, False])
def test_brows_and_gaze_are_looked_at_with_consent_only(*, granted: bool) -> None:
    heard = [second(float(at), speech_s=1.0) for at in SECONDS]
    looked = [behaved(float(at), 1, 1.0) for at in SECONDS]
    consents = (agreed(Purpose.ANALYSIS), agreed(Purpose.FACE_ANALYSIS, granted=granted))
    expected = [prompting.BrowsAndGaze] if granted else []
    assert rules_after(*consents, began(), *heard, *looked) == expected


@pytest.mark.parametrize("granted", [True, False])
def test_silence_and_words_are_looked_at_with_consent_only(*, granted: bool) -> None:
    consent = agreed(Purpose.ANALYSIS, granted=granted)
    silent = [second(float(at)) for at in SECONDS]
    assert rules_after(consent, began(), *silent) == ([prompting.LongSilence] if granted else [])
    spoken = (began(stage=0), said(*[TEAM] * 6))
    assert rules_after(consent, *spoken) == ([prompting.OwnContribution] if granted else [])


def test_buttons_prompt_without_any_analysis() -> None:
    pressed = [
        button(stream_id=PLAN.interview_id, seq=1, pts=5.0, at=AT, stage=1)
        for button in (HelpCalled, NotUnderstood)
    ]
    assert rules_after(began(), *pressed) == [prompting.NotUnderstood, prompting.HelpAsked]


def test_what_nobody_decided_about_is_not_agreed_to() -> None:
    assert rules_after(began(), *(second(float(at)) for at in SECONDS)) == []
