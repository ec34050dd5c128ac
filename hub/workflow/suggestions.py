"""What to ask because of what is known of a candidate already (docs/live.md); pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from hub.scoring.job import Job
    from hub.scoring.result import Reason

MOST_SKILLS = 5
MOST_PROJECTS = 3
FAR_APART = 2
"""Points between two people's ratings from which they are worth asking about again."""


class Because(StrEnum):
    """Why something is worth asking."""

    NOT_SCORED = "not_scored"
    """The machine could not score it earlier, and nobody rated it."""
    NOT_JUDGED = "not_judged"
    """Whoever rated an earlier interview could not judge it."""
    RATED_APART = "rated_apart"
    """Two people rated it `FAR_APART` or more."""
    SKILL = "skill"
    """The résumé names it, and this is the first interview."""
    UNSPOKEN = "unspoken"
    """The résumé names it; nothing of it was heard in an earlier interview."""
    PROJECT = "project"
    """The résumé names it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier interview, as far as the person who asks may see it."""

    interview_id: str
    at: datetime
    unscored: Mapping[str, Reason] = field(default_factory=dict)
    """Why the machine has no score, by competency."""
    scored: frozenset[str] = frozenset()
    """Competencies that the machine could score."""
    ratings: Mapping[str, Sequence[int | None]] = field(default_factory=dict)
    """What people said by competency; none is "could not judge"."""
    heard: frozenset[str] = frozenset()
    """Forms of the keywords that were heard."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to ask about."""

    because: Because
    competency: str | None = None
    named: str = ""
    """The skill or the project, as the résumé has it."""
    earlier: Earlier | None = None
    """Where it was missed; none: it has not been asked about."""
    apart: int = 0
    """Points between the lowest and the highest rating."""


def suggest(
    job: Job, earlier: Sequence[Earlier], skills: Sequence[str], projects: Sequence[str]
) -> tuple[Suggestion, ...]:
    """List what to ask: first the job's competencies in its order, then the résumé in its own.

    `earlier` is the newest interview first. Of each competency the newest interview that says
    anything counts, and in it people before the machine. Skills that the job's keywords name come
    before others; there are at most `MOST_SKILLS` and `MOST_PROJECTS`.
    """
    missed = (_missed(one.id, earlier) for one in job.competencies)
    return (
        *(one for one in missed if one is not None),
        *_skills(job, earlier, skills),
        *(Suggestion(Because.PROJECT, named=one) for one in projects[:MOST_PROJECTS]),
    )


def _missed(competency: str, earlier: Sequence[Earlier]) -> Suggestion | None:
    newest = next((one for one in earlier if _says(one, competency)), None)
    if newest is None:
        return None
    given = newest.ratings.get(competency, ())
    numbers = [one for one in given if one is not None]
    if given and not numbers:
        return Suggestion(Because.NOT_JUDGED, competency, earlier=newest)
    if numbers:
        apart = max(numbers) - min(numbers)
        is_far = apart >= FAR_APART
        found = Suggestion(Because.RATED_APART, competency, earlier=newest, apart=apart)
        return found if is_far else None
    if competency in newest.unscored:
        return Suggestion(Because.NOT_SCORED, competency, earlier=newest)
    return None


def _says(one: Earlier, competency: str) -> bool:
    return competency in one.ratings or competency in one.unscored or competency in one.scored


def _skills(job: Job, earlier: Sequence[Earlier], skills: Sequence[str]) -> Iterator[Suggestion]:
    heard = [form for one in earlier for form in one.heard]
    asked = {
        form: competency.id
        for competency in job.competencies
        for group in competency.groups
        for form in (*group.en, *group.zh)
    }
    because = Because.UNSPOKEN if earlier else Because.SKILL
    unspoken = [one for one in skills if not _named_in(one, heard)]
    of_job = [(one, _place(one, asked)) for one in unspoken]
    for skill, place in sorted(of_job, key=lambda pair: pair[1] is None)[:MOST_SKILLS]:
        yield Suggestion(because, place, named=skill)


def _place(skill: str, asked: Mapping[str, str]) -> str | None:
    return next((place for form, place in asked.items() if _named_in(skill, [form])), None)


def _named_in(skill: str, forms: Collection[str]) -> bool:
    """Say whether a form is the skill or contains it as words, whatever the case."""
    wanted = skill.casefold()
    return any(
        wanted == form.casefold()
        or f" {wanted} " in f" {form.casefold()} "
        or (not wanted.isascii() and wanted in form.casefold())
        for form in forms
    )
