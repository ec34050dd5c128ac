"""Where an interview stands: a fold over its events, so that a restarted kiosk goes on with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from edge_agent.interview.arrival import (
    Arrival,
    ArrivalFact,
)
from edge_agent.interview.resting import Resting
from edge_agent.interview.taking import OpenAnswer, Retaking, Taking
from wire.messages.events import (
    Ending,
    InterviewEvent,
)
from wire.policy import Purpose

if TYPE_CHECKING:
    from edge_agent.interview.helping import Help
    from wire.language import Language
    from wire.plan import Plan, Stage

__all__ = [
    "Fact",
    "InterviewState",
    "LanguageChosen",
    "Leaving",
    "OpenAnswer",
    "Phase",
    "Skipped",
]


class Phase(StrEnum):
    """What the candidate has before them."""

    WELCOME = "welcome"
    CHECK_IN = "check_in"
    ABOUT = "about"
    CONSENT = "consent"
    CHECK = "check"
    PRACTICE = "practice"
    QUESTION = "question"
    ANSWERING = "answering"
    REVIEW = "review"
    """An answer is over: the candidate looks at it, may give it again, and goes on."""
    PAUSED = "paused"
    THANKS = "thanks"
    WITHDRAWN = "withdrawn"


BEFORE_QUESTIONS = frozenset(
    {Phase.CHECK_IN, Phase.ABOUT, Phase.CONSENT, Phase.CHECK, Phase.PRACTICE}
)
"""Somebody is there, and the interview has not begun."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The candidate chose a language; known to this kiosk only, until the interview begins."""

    language: Language


@dataclass(frozen=True, slots=True)
class Leaving:
    """The candidate has nothing more to do; the last answer is still being worked on."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Skipped:
    """The candidate left a stage out; a restarted kiosk asks it once more."""


LocalFact = LanguageChosen | Leaving | Skipped | Retaking | ArrivalFact
"""Known to this kiosk only."""
Fact = InterviewEvent | LocalFact


@dataclass(frozen=True, slots=True)
class InterviewState:
    """Everything the kiosk knows about its interview; without a plan nobody is expected."""

    plan: Plan | None = None
    language: Language | None = None
    arrival: Arrival = field(default_factory=Arrival)
    asked: frozenset[Purpose] = frozenset()
    """The purposes the candidate decided upon."""
    granted: frozenset[Purpose] = frozenset()
    began: bool = False
    stage: int = 0
    """The stage that is asked or answered; the number of stages when all are done."""
    answers: int = 0
    """Answers begun so far; the next answer's number."""
    open_answer: OpenAnswer | None = None
    answered: int | None = None
    """The stage of the newest answer."""
    follow_up: int | None = None
    """What is asked beside the stage's question, by its number in the plan; shown instead of it
    where the stage was answered before."""
    follow_ups: frozenset[int] = frozenset()
    """Those asked so far."""
    followed: frozenset[int] = frozenset()
    """Stages after which the kiosk itself asked one."""
    taking: Taking = field(default_factory=Taking)
    resting: Resting = field(default_factory=Resting)
    puzzled: frozenset[int] = frozenset()
    """Stages of which the candidate said that they did not understand the question."""
    help: Help | None = None
    """A person was called in this stage."""
    leaving: Ending | None = None
    ending: Ending | None = None
    pts: float = 0.0
    """Media time of the newest event."""

    @property
    def phase(self) -> Phase:
        """Say what the candidate has before them."""
        if self.plan is None:
            return Phase.WELCOME
        if self.ending is Ending.WITHDRAWN:
            return Phase.WITHDRAWN
        if self.ending or self.leaving or self.all_asked or self.refused_recording:
            return Phase.THANKS
        if self.began:
            return self._phase_in_the_interview()
        return self._phase_before_the_first_question()

    def _phase_in_the_interview(self) -> Phase:
        if self.open_answer:
            return Phase.ANSWERING
        if self.resting.since is not None:
            return Phase.PAUSED
        is_reviewed = self.taking.reviewed is not None and self.taking.retaking is None
        return Phase.REVIEW if is_reviewed else Phase.QUESTION

    def _phase_before_the_first_question(self) -> Phase:
        if self.decided:
            return Phase.CHECK if self.arrival.practice is None else Phase.PRACTICE
        if self.language is None:
            return Phase.WELCOME
        if self.must_check_in:
            return Phase.CHECK_IN
        return Phase.CONSENT if self.arrival.informed else Phase.ABOUT

    @property
    def must_check_in(self) -> bool:
        """Say whether whoever is there has yet to show the code."""
        has_code = self.plan is not None and self.plan.check_in is not None
        return has_code and self.arrival.is_at_door

    @property
    def decided(self) -> bool:
        """Say whether the candidate decided upon every purpose of the plan."""
        return self.plan is not None and self.asked >= frozenset(self.plan.purposes)

    @property
    def refused_recording(self) -> bool:
        """Say whether the candidate will be interviewed by a person instead."""
        return self.decided and Purpose.RECORDING not in self.granted

    @property
    def may_record(self) -> bool:
        """Say whether the candidate agreed to be recorded and the interview is under way."""
        return self.began and Purpose.RECORDING in self.granted and self.ending is None

    @property
    def all_asked(self) -> bool:
        """Say whether every stage of the plan is done."""
        return self.plan is not None and self.stage >= len(self.plan.stages)

    @property
    def current(self) -> Stage | None:
        """Give the stage that is asked or answered."""
        if self.plan is None or self.all_asked:
            return None
        return self.plan.stages[self.stage]
