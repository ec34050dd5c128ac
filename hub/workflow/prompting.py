"""What a plan says of prompts: rules, the competencies they look at, and what may be asked next."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hub.scoring.job_questions import Level
from hub.scoring.job_terms import Forms, Section
from hub.scoring.keywords import keyword_list, places
from wire.language import Language, LocalText
from wire.plan import Competency, Keyword
from wire.prompting import FollowUp, RuleKind, Thresholds, may_prompt, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.scoring.job import Job
    from hub.scoring.job_questions import Question
    from wire.policy import Profile
    from wire.prompting import AnyRule

MOST_BASIC = 3
"""Basic questions of the bank that are kept at hand for one question."""
_SIMPLER = (
    RuleKind.NOT_UNDERSTOOD,
    RuleKind.HELP_ASKED,
    RuleKind.LONG_SILENCE,
    RuleKind.BROWS_AND_GAZE,
)
"""What a basic question answers."""
_FIRST_QUESTION = 1
"""The stage of a job's first question; the introduction is before it."""


class Group(Section, frozen=True, kw_only=True):
    """What a self-introduction may speak of."""

    name: LocalText
    is_own: bool = False
    """Results of one's own: R31's share is theirs."""
    en: Forms
    zh: Forms


class Shipped(Section, frozen=True, kw_only=True):
    """What comes with the hub for every job."""

    groups: tuple[Group, ...]
    follow_ups: tuple[FollowUp, ...]


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """Give what comes with the hub."""
    text = resources.files("hub.workflow").joinpath("prompting.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Shipped)


def keywords(job: Job) -> tuple[Keyword, ...]:
    """Give a plan's keyword list: the job's, then those of the introduction.

    The numbers of the introduction's stand for no competency, so that no score counts them.
    """
    first = len(places(job))
    both = ((group, language) for group in shipped().groups for language in _LANGUAGES)
    return keyword_list(job) + tuple(
        Keyword(
            number=first + place,
            language=language,
            forms=group.zh if language is Language.ZH else group.en,
        )
        for place, (group, language) in enumerate(both)
    )


def competencies(job: Job) -> tuple[Competency, ...]:
    """Give which keywords are evidence of each of the job's competencies, in its order."""
    known = list(enumerate(places(job)))
    return tuple(
        Competency(keywords=tuple(no for no, place in known if place.competency is one))
        for one in job.competencies
    )


def aims(job: Job, question: Question) -> tuple[int, ...]:
    """Give what a question may show, as positions in the job's competencies."""
    ids = [one.id for one in job.competencies]
    return tuple(ids.index(name) for name in question.competencies)


def rules_of(job: Job, profile: Profile) -> tuple[AnyRule, ...]:
    """Give the rules that hold in a job's interviews."""
    first, groups = len(places(job)), shipped().groups
    numbered = [
        (first + place * len(_LANGUAGES) + offset, group)
        for place, group in enumerate(groups)
        for offset in range(len(_LANGUAGES))
    ]
    own = tuple(number for number, group in numbered if group.is_own)
    among = tuple(number for number, _ in numbered)
    return rules(job.prompts or Thresholds(), profile, own, among)


def follow_ups(job: Job, profile: Profile) -> tuple[FollowUp, ...]:
    """Give what may be asked next: of each question, of the bank where basic, and of any job."""
    own = (one for place, asked in enumerate(job.questions) for one in _own(job, asked, place))
    basic = (one for place, asked in enumerate(job.questions) for one in _basic(job, asked, place))
    return tuple(_allowed(one, profile) for one in (*own, *basic, *shipped().follow_ups))


def _allowed(one: FollowUp, profile: Profile) -> FollowUp:
    """Take out prompts that there are not under a profile."""
    serves = tuple(kind for kind in one.serves if may_prompt(profile, kind))
    return replace(one, serves=serves)


def _own(job: Job, asked: Question, place: int) -> Iterator[FollowUp]:
    ids = [one.id for one in job.competencies]
    for one in asked.follow_ups:
        yield FollowUp(
            text=one.text,
            serves=(RuleKind.NO_EVIDENCE,),
            stage=_FIRST_QUESTION + place,
            competency=None if one.competency is None else ids.index(one.competency),
        )


def _basic(job: Job, asked: Question, place: int) -> Iterator[FollowUp]:
    """Give basic questions of the bank that show what this one shows and are not asked anyway."""
    taken = {one.bank_id for one in job.questions}
    fitting = [
        one
        for one in job.bank
        if one.level is Level.BASIC
        and one.id not in taken
        and set(one.competencies) & set(asked.competencies)
    ]
    for one in fitting[:MOST_BASIC]:
        yield FollowUp(text=one.text, serves=_SIMPLER, stage=_FIRST_QUESTION + place)


_LANGUAGES = (Language.EN, Language.ZH)
