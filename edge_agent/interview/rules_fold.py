"""Which prompts are shown: a fold over what happened, so that a restarted kiosk goes on with it.

A rule prompts once an answer: what was shown, dismissed or has passed does not come again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from edge_agent.interview.rules import Finding, finding
from edge_agent.interview.rules_answer import AnswerSoFar, awaited, begun, told
from wire.messages.events import (
    AnswerBegan,
    ConsentRecorded,
    HelpCalled,
    NotUnderstood,
    PromptDismissed,
    PromptShown,
)
from wire.policy import Purpose
from wire.prompting import RuleKind, kind_of

if TYPE_CHECKING:
    from edge_agent.interview.rules_answer import Fact
    from wire.plan import Plan
    from wire.prompting import AnyRule

_MOMENTARY = frozenset({RuleKind.LONG_SILENCE})
"""Their prompts pass with what they rest on; the others stay until somebody dismisses them."""
_BUTTONS = frozenset({RuleKind.HELP_ASKED, RuleKind.NOT_UNDERSTOOD})
"""Nothing need be analysed for them; what is said counts for the second only with consent."""
_KEPT = 2
"""Answers that are still looked at: the last words of one come while the next goes on."""

Place = tuple[int, int]
"""An answer and a rule, by their numbers: a prompt's name."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is known of the newest answers, and which prompts they led to."""

    plan: Plan
    answers: tuple[AnswerSoFar, ...] = ()
    """The newest, oldest first."""
    evidenced: frozenset[int] = frozenset()
    """Competencies of which something was heard."""
    shown: dict[Place, PromptShown] = field(default_factory=dict)
    """Those that interviewers see now."""
    spent: frozenset[Place] = frozenset()
    """Shown once, or never to be shown."""
    granted: frozenset[Purpose] = frozenset()
    """What the candidate agreed to."""

    def answer(self, number: int) -> AnswerSoFar | None:
        """Give what is known of an answer that is still looked at."""
        return next((one for one in self.answers if one.answer == number), None)

    def lacking(self, stage: int) -> tuple[int, ...]:
        """Name the stage's competencies of which nothing was heard so far."""
        asked = self.plan.stages[stage].competencies
        return tuple(one for one in asked if one not in self.evidenced)


@dataclass(frozen=True, slots=True)
class Due:
    """A prompt that is to be shown."""

    answer: int
    rule: int
    pts: float
    finding: Finding


def taken(state: Prompts, fact: Fact) -> Prompts:
    """Give the state after a fact; one of an answer that is not looked at changes nothing."""
    match fact:
        case ConsentRecorded():
            others = state.granted - {fact.purpose}
            return replace(state, granted=others | {fact.purpose} if fact.granted else others)
        case AnswerBegan():
            return _with_answer(state, fact)
        case HelpCalled() | NotUnderstood():
            return _with_button(state, fact)
        case PromptShown():
            return _with_shown(state, fact)
        case PromptDismissed():
            return _without(state, (fact.answer, fact.rule))
        case _:
            return _passed(_told(state, fact))


def due(state: Prompts) -> tuple[Due, ...]:
    """Give every prompt whose rule holds and that was not shown yet."""
    found = (one for known in state.answers for one in _found(state, known))
    return tuple(one for one in found if (one.answer, one.rule) not in state.spent)


def found(state: Prompts, answer: int) -> tuple[Due, ...]:
    """Give every rule that holds of an answer, whether a prompt was shown or not."""
    known = state.answer(answer)
    return () if known is None else _found(state, known)


def _found(state: Prompts, known: AnswerSoFar) -> tuple[Due, ...]:
    findings = [(number, _finding(state, rule, known)) for number, rule in _rules(state)]
    return tuple(
        Due(known.answer, number, known.now, one) for number, one in findings if one is not None
    )


def _rules(state: Prompts) -> enumerate[AnyRule]:
    return enumerate(state.plan.rules)


def _finding(state: Prompts, rule: AnyRule, known: AnswerSoFar) -> Finding | None:
    if state.plan.stages[known.stage].kind not in rule.stages:
        return None
    if not _may(state, kind_of(rule)):
        return None
    return finding(rule, known, state.lacking(known.stage))


def _may(state: Prompts, kind: RuleKind) -> bool:
    """Say whether the candidate agreed to what a rule looks at; a button is pressed on purpose."""
    if kind in _BUTTONS:
        return True
    is_seen = kind is RuleKind.BROWS_AND_GAZE
    return (Purpose.FACE_ANALYSIS if is_seen else Purpose.ANALYSIS) in state.granted


def _with_answer(state: Prompts, event: AnswerBegan) -> Prompts:
    if event.stage >= len(state.plan.stages):
        return state
    known, new = state.answer(event.answer), begun(event)
    if known is not None and known.stage == event.stage:
        new = replace(new, puzzled=known.puzzled, helped=known.helped)
    elif known is not None:
        state = _without_answer(state, event.answer)
    return _newest(state, new)


def _with_button(state: Prompts, event: HelpCalled | NotUnderstood) -> Prompts:
    """Count it to the answer that is or will be given to the stage."""
    newest = state.answers[-1] if state.answers else None
    if newest is None or newest.stage != event.stage:
        if event.stage >= len(state.plan.stages):
            return state
        newest = awaited(0 if newest is None else newest.answer + 1, event)
    return _newest(state, told(newest, event))


def _newest(state: Prompts, new: AnswerSoFar) -> Prompts:
    others = tuple(one for one in state.answers if one.answer != new.answer)
    answers = (*others, new)[-_KEPT:]
    kept = {one.answer for one in answers}
    shown = {place: one for place, one in state.shown.items() if place[0] in kept}
    return replace(state, answers=answers, shown=shown)


def _without_answer(state: Prompts, answer: int) -> Prompts:
    """Forget what was awaited as an answer and came to nothing: its stage was left out."""
    shown = {place: one for place, one in state.shown.items() if place[0] != answer}
    spent = frozenset(place for place in state.spent if place[0] != answer)
    return replace(state, shown=shown, spent=spent)


def _with_shown(state: Prompts, event: PromptShown) -> Prompts:
    place = (event.answer, event.rule)
    if place in state.spent:
        return state
    return replace(state, shown={**state.shown, place: event}, spent=state.spent | {place})


def _without(state: Prompts, place: Place) -> Prompts:
    shown = {each: one for each, one in state.shown.items() if each != place}
    return replace(state, shown=shown, spent=state.spent | {place})


def _told(state: Prompts, fact: Fact) -> Prompts:
    number = getattr(fact, "answer", None)
    known = None if number is None else state.answer(number)
    if known is None:
        return state
    new = told(known, fact)
    answers = tuple(new if one is known else one for one in state.answers)
    said = {hit.keyword for hit in new.hits}
    asked = state.plan.stages[new.stage].competencies
    heard = {one for one in asked if said & set(state.plan.competencies[one].keywords)}
    return replace(state, answers=answers, evidenced=state.evidenced | heard)


def _passed(state: Prompts) -> Prompts:
    """Take away momentary prompts whose rule holds no more."""
    gone = [
        place
        for place in state.shown
        if kind_of(state.plan.rules[place[1]]) in _MOMENTARY and not _still_holds(state, place)
    ]
    for place in gone:
        state = _without(state, place)
    return state


def _still_holds(state: Prompts, place: Place) -> bool:
    known = state.answer(place[0])
    return known is not None and _finding(state, state.plan.rules[place[1]], known) is not None
