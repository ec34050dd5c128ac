"""When an interviewer is prompted, and what may be asked then: rules and follow-ups as data.

Formulas, defaults and what each rule cannot tell: docs/prompts.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.language import LocalText
from wire.messages.fields import Index
from wire.policy import Measure, Profile, Use, table

Positive = Annotated[float, Meta(gt=0.0, le=1800.0)]
"""Seconds."""
Number = Annotated[int, Meta(ge=1, le=1000)]
Keywords = Annotated[tuple[Index, ...], Meta(max_length=1024)]


class StageKind(StrEnum):
    """The parts of an interview, in the order of the plan."""

    INTRODUCTION = "introduction"
    QUESTION = "question"
    CANDIDATE_QUESTIONS = "candidate_questions"


class RuleKind(StrEnum):
    """What a rule looks at."""

    OWN_CONTRIBUTION = "own_contribution"
    OFF_TOPIC = "off_topic"
    BROWS_AND_GAZE = "brows_and_gaze"
    LONG_SILENCE = "long_silence"
    NOT_UNDERSTOOD = "not_understood"
    HELP_ASKED = "help_asked"
    NO_EVIDENCE = "no_evidence"


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Anything that may lead to a prompt; its position in the plan is its number."""

    stages: tuple[StageKind, ...] = (StageKind.QUESTION,)
    """Where it holds."""


class OwnContribution(Rule, frozen=True, kw_only=True, tag="own_contribution"):
    """Too little of what was said is about results of one's own (R31).

    Holds when hits of `keywords` over hits of `among` are fewer than `below`, of `least_hits` and
    more.
    """

    stages: tuple[StageKind, ...] = (StageKind.INTRODUCTION,)
    keywords: Keywords
    among: Keywords
    """All groups that count, `keywords` included."""
    below: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.30
    least_hits: Number = 5


class OffTopic(Rule, frozen=True, kw_only=True, tag="off_topic"):
    """What was said so far is not about the question; "cannot tell" never counts as that."""

    least_s: Positive = 30.0
    """Of the answer, before that is looked at."""


class BrowsAndGaze(Rule, frozen=True, kw_only=True, tag="brows_and_gaze"):
    """Brows were lowered more often, and the gaze was away longer, than a limit each (R32)."""

    most_brow_lowerings: Number = 4
    longest_gaze_away_s: Positive = 10.0
    within_s: Annotated[float, Meta(ge=5.0, le=600.0)] = 60.0
    """Both are counted over the last so many seconds of the answer."""


class LongSilence(Rule, frozen=True, kw_only=True, tag="long_silence"):
    """Nobody has spoken for longer than a limit, the kiosk's own voice included."""

    longest_s: Positive = 10.0


class NotUnderstood(Rule, frozen=True, kw_only=True, tag="not_understood"):
    """The candidate said so, or touched the button that says so."""


class HelpAsked(Rule, frozen=True, kw_only=True, tag="help_asked"):
    """The candidate touched the help button."""


class NoEvidence(Rule, frozen=True, kw_only=True, tag="no_evidence"):
    """The answer is over, and nothing was heard of one of the question's competencies."""

    least_words: Number = 20
    """Of the answer; who said less was perhaps not understood."""


AnyRule = (
    OwnContribution | OffTopic | BrowsAndGaze | LongSilence | NotUnderstood | HelpAsked | NoEvidence
)

MEASURES: dict[RuleKind, tuple[Measure, ...]] = {
    RuleKind.OWN_CONTRIBUTION: (Measure.KEYWORDS,),
    RuleKind.OFF_TOPIC: (Measure.CONTENT,),
    RuleKind.BROWS_AND_GAZE: (Measure.BROW_LOWERINGS, Measure.GAZE_AWAY),
    RuleKind.LONG_SILENCE: (Measure.SPEECH,),
    RuleKind.NOT_UNDERSTOOD: (Measure.SPEECH,),
    RuleKind.HELP_ASKED: (),
    RuleKind.NO_EVIDENCE: (Measure.KEYWORDS,),
}
"""What a rule looks at must be allowed for prompts."""
_FOR_PROMPTS = frozenset({Use.PROMPT, Use.SCORE})


class FollowUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that may follow; its position in the plan is its number."""

    text: LocalText
    serves: tuple[RuleKind, ...]
    """The prompts that it answers; none: an interviewer may ask it, no rule suggests it."""
    stage: Index | None = None
    """Only after this stage; none: wherever a rule that it serves holds."""
    competency: Index | None = None
    """What its answer may show: a position in the plan's competencies."""


def kind_of(rule: AnyRule) -> RuleKind:
    """Give what a rule looks at."""
    return RuleKind(str(rule.__struct_config__.tag))


def may_prompt(profile: Profile, kind: RuleKind) -> bool:
    """Say whether a profile lets anybody be prompted by such a rule."""
    uses = table(profile)
    return all(uses[measure] in _FOR_PROMPTS for measure in MEASURES[kind])


class Thresholds(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The limits of a job's rules; what a job file leaves out is as here (docs/prompts.md)."""

    own_share_below: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.30
    own_least_hits: Number = 5
    off_topic_after_s: Positive = 30.0
    brow_lowerings_over: Number = 4
    gaze_away_over_s: Positive = 10.0
    behaviour_within_s: Annotated[float, Meta(ge=5.0, le=600.0)] = 60.0
    silence_over_s: Positive = 10.0
    evidence_least_words: Number = 20
    off: tuple[RuleKind, ...] = ()
    """Rules that a job does without."""


def rules(
    limits: Thresholds, profile: Profile, own: tuple[int, ...], among: tuple[int, ...]
) -> tuple[AnyRule, ...]:
    """Give the rules of a plan: those that the profile allows and the job does not leave out.

    `own` are the numbers of the keywords of results, `among` those of all groups that count.
    """
    spoken = (StageKind.INTRODUCTION, StageKind.QUESTION)
    every: tuple[AnyRule, ...] = (
        OwnContribution(
            keywords=own,
            among=among,
            below=limits.own_share_below,
            least_hits=limits.own_least_hits,
        ),
        OffTopic(least_s=limits.off_topic_after_s),
        BrowsAndGaze(
            most_brow_lowerings=limits.brow_lowerings_over,
            longest_gaze_away_s=limits.gaze_away_over_s,
            within_s=limits.behaviour_within_s,
        ),
        LongSilence(stages=spoken, longest_s=limits.silence_over_s),
        NotUnderstood(stages=spoken),
        HelpAsked(stages=spoken),
        NoEvidence(least_words=limits.evidence_least_words),
    )
    return tuple(
        rule
        for rule in every
        if kind_of(rule) not in limits.off and may_prompt(profile, kind_of(rule))
    )
