"""What an interviewer's screen and a kiosk say on the live connection's data channel (JSON).

Goes from kiosk to browser, encrypted end to end by DTLS (RFC 8831), and never over the broker:
only here may words be said. Times are media time, seconds since the interview began.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.messages.fields import Index, Instant, Seconds

LABEL = "side"
"""The data channel's label; ordered and reliable, opened by the browser."""
Text = Annotated[str, Meta(max_length=4000)]
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern="^[a-z0-9_.:-]+$")]


class Spoken(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """Anything said on the channel."""


class Standing(Spoken, frozen=True, kw_only=True, tag="standing"):
    """Where the interview is; said first, and whenever it changes."""

    phase: Id
    stage: Index
    stages: Index
    pts: Seconds
    answer: Index | None
    answer_began: Seconds | None
    longest_s: Seconds | None
    at: Instant
    led: bool = False
    """Whether an interviewer who may speak is connected: then nobody else asks what follows."""
    follow_up: Index | None = None
    """What is asked beside the stage's question, by its number in the plan."""
    help_since: Instant | None = None
    """The candidate asked for a person then, and the interview has not gone on since."""
    help_coming: bool = False
    """Somebody has said that a person is on the way, and the candidate has been told."""


class Caption(Spoken, frozen=True, kw_only=True, tag="caption"):
    """What the candidate is saying; a final one replaces the partial ones since the last final."""

    answer: Index
    text: Text
    start: Seconds
    end: Seconds
    final: bool


class Evidence(Spoken, frozen=True, kw_only=True, tag="evidence"):
    """A keyword was said; its number is the plan's."""

    answer: Index
    keyword: Index
    start: Seconds
    end: Seconds


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that may be asked; `AskAlso` names it by its number in the plan."""

    follow_up: Index
    text: Text


class Prompt(Spoken, frozen=True, kw_only=True, tag="prompt"):
    """A suggestion that only interviewers see: its rule, what it rests on, what may be asked."""

    prompt: Id
    rule: Id
    answer: Index
    pts: Seconds
    evidence: Annotated[tuple[tuple[Seconds, Seconds], ...], Meta(max_length=32)]
    figures: dict[Id, float]
    """What the rule measured, by name, e.g. `share`, `n`."""
    ask: Annotated[tuple[Suggestion, ...], Meta(max_length=5)] = ()
    """Questions of the bank that fit, in the interview's language."""


class PromptGone(Spoken, frozen=True, kw_only=True, tag="prompt_gone"):
    """A prompt was dismissed, by whomever, or no longer holds."""

    prompt: Id


class Heard(Spoken, frozen=True, kw_only=True, tag="heard"):
    """Seen, heard and measured a moment ago; once a second."""

    pts: Seconds
    level_dbfs: Annotated[float, Meta(ge=-120, le=0)] | None
    face: bool | None
    problem: Id | None


class Dismiss(Spoken, frozen=True, kw_only=True, tag="dismiss"):
    """From the browser: take this prompt away, for all interviewers."""

    prompt: Id


class GoOn(Spoken, frozen=True, kw_only=True, tag="go_on"):
    """From the browser: the next question, please; refused silently where the phase is over."""

    stage: Index
    """The one to leave: what two interviewers ask for at once goes on by one stage only."""


class AskAlso(Spoken, frozen=True, kw_only=True, tag="ask_also"):
    """From the browser: put this follow-up to the candidate, as text on the kiosk's screen."""

    follow_up: Index
    """Its number in the plan."""


class SayComing(Spoken, frozen=True, kw_only=True, tag="say_coming"):
    """From the browser: tell the candidate, who asked for help, that somebody is coming."""


class Clock(Spoken, frozen=True, kw_only=True, tag="clock"):
    """Both ways: the browser sends `sent`, the kiosk answers with it and its own `at` (seconds)."""

    sent: float
    at: float | None = None
    frame_s: Annotated[float, Meta(ge=0, le=60)] | None = None
    """From the kiosk: how long the newest frame took from memory to its last packet's sending."""


FromKiosk = Standing | Caption | Evidence | Prompt | PromptGone | Heard | Clock
FromBrowser = Dismiss | GoOn | AskAlso | SayComing | Clock
