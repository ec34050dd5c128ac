"""A job's keyword groups as numbers: only numbers cross the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.language import Language
from wire.plan import Keyword

if TYPE_CHECKING:
    from hub.scoring.job import Competency, Group, Job


@dataclass(frozen=True, slots=True)
class Place:
    """What a keyword's number stands for."""

    competency: Competency
    group: Group
    language: Language


def places(job: Job) -> tuple[Place, ...]:
    """List what the numbers 0, 1, … of the job's keyword list stand for.

    In the order of the job file; of each group English first, then Chinese.
    """
    return tuple(
        Place(competency, group, language)
        for competency in job.competencies
        for group in competency.groups
        for language in (Language.EN, Language.ZH)
    )


def keyword_list(job: Job) -> tuple[Keyword, ...]:
    """Give the keyword list as a plan carries it."""
    return tuple(
        Keyword(
            number=number,
            language=place.language,
            forms=place.group.zh if place.language is Language.ZH else place.group.en,
        )
        for number, place in enumerate(places(job))
    )
