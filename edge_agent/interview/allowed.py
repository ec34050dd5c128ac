"""In which phases of an interview each command may be given."""

from __future__ import annotations

from edge_agent.interview.arrival import CheckIn, Practise, StepBack, Understood
from edge_agent.interview.calling_help import CallHelp, SayComing
from edge_agent.interview.commands import (
    Answer,
    AskAlso,
    Begin,
    Close,
    Command,
    Consent,
    Finish,
    Next,
    Ready,
    Withdraw,
)
from edge_agent.interview.in_the_chair import AskPlainer, Choose, Pause, Resume, Retake, TypeIn
from edge_agent.interview.state import BEFORE_QUESTIONS, Phase

_INTERVIEW = frozenset({Phase.QUESTION, Phase.ANSWERING, Phase.REVIEW, Phase.PAUSED})
_ALLOWED: dict[type[Command], frozenset[Phase]] = {
    Begin: BEFORE_QUESTIONS | {Phase.WELCOME},
    CheckIn: frozenset({Phase.CHECK_IN}),
    Understood: frozenset({Phase.ABOUT}),
    Practise: frozenset({Phase.CHECK, Phase.PRACTICE}),
    StepBack: frozenset({Phase.CHECK_IN, Phase.ABOUT, Phase.CONSENT}),
    Consent: frozenset({Phase.CONSENT}),
    Ready: frozenset({Phase.CHECK, Phase.PRACTICE}),
    Answer: frozenset({Phase.QUESTION}),
    Next: frozenset({Phase.QUESTION, Phase.ANSWERING, Phase.REVIEW}),
    Finish: _INTERVIEW | {Phase.CHECK, Phase.PRACTICE},
    AskAlso: frozenset({Phase.QUESTION, Phase.ANSWERING, Phase.REVIEW}),
    Retake: frozenset({Phase.REVIEW}),
    Choose: frozenset({Phase.REVIEW}),
    TypeIn: frozenset({Phase.QUESTION}),
    CallHelp: _INTERVIEW,
    SayComing: _INTERVIEW,
    AskPlainer: frozenset({Phase.QUESTION, Phase.ANSWERING}),
    Pause: _INTERVIEW - {Phase.PAUSED},
    Resume: frozenset({Phase.PAUSED}),
    Close: frozenset({Phase.THANKS}),
    Withdraw: frozenset(Phase) - {Phase.WITHDRAWN},
}
"""The phases in which each command may be given; those left out always may."""


def is_allowed(phase: Phase, command: Command) -> bool:
    """Say whether `command` may be given on the page of `phase`."""
    return phase in _ALLOWED.get(type(command), frozenset(Phase))
