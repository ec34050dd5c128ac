"""A scorecard as a form: what was typed, or what is kept, beside the job's anchors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE
from hub.web.ratings.seconds import seconds_of
from hub.web.ratings.words import FAULTS, WRONG_TIME
from hub.web.rendering import say
from hub.web.times import clock
from hub.workflow.scorecards import LONGEST_NOTE, faults, rating

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.scoring.job import Competency, Job
    from hub.storage.tables.rating import Rating
    from wire.language import Language

LARGEST = 640 * 1024
"""Bytes: a note of the greatest length for each of 32 competencies, in Chinese."""
MOST_FIELDS = 128


@dataclass(frozen=True, slots=True)
class RatingField:
    """What the form shows of one competency."""

    competency: str
    name: str
    definition: str
    anchors: tuple[tuple[int, str], ...]
    """Each number of the scale with what it sounds like, the highest first; empty texts without."""
    choice: str
    """`1` to `5`, `none`, or nothing yet."""
    note: str
    at: str
    problem: str = ""

    @property
    def has_anchors(self) -> bool:
        """Say whether the job says what the numbers mean."""
        return any(text for _, text in self.anchors)


def kept(job: Job, ratings: Mapping[str, Rating], language: Language) -> list[RatingField]:
    """Give the form as it was saved."""
    return [_kept(one, ratings.get(one.id), language) for one in job.competencies]


def typed(job: Job, form: Mapping[str, str], language: Language) -> list[RatingField]:
    """Give the form as it was sent, a problem beside each field that cannot be taken."""
    return [_typed(one, form, language) for one in job.competencies]


def ratings_in(fields: list[RatingField]) -> list[Rating]:
    """Give what the form says; only for one without problems."""
    return [rating(one.competency, one.choice, one.note, seconds_of(one.at)) for one in fields]


def missing(job: Job, ratings: Mapping[str, Rating], language: Language) -> dict[str, str]:
    """Say in words what keeps the card from being submitted, by competency."""
    found = faults([one.id for one in job.competencies], ratings)
    return {name: say(language, FAULTS[fault]) for name, fault in found.items()}


def _kept(one: Competency, row: Rating | None, language: Language) -> RatingField:
    choice = "" if row is None or row.value is None else str(row.value)
    return _field(
        one,
        language,
        "none" if row is not None and row.could_not_judge else choice,
        row.note if row else "",
        clock(row.at_s) if row is not None and row.at_s is not None else "",
    )


def _typed(one: Competency, form: Mapping[str, str], language: Language) -> RatingField:
    at = form.get(f"at-{one.id}", "")[:16]
    note = form.get(f"note-{one.id}", "")[:LONGEST_NOTE].replace("\r\n", "\n")
    choice = form.get(f"rating-{one.id}", "")
    try:
        seconds_of(at)
    except ValueError:
        return _field(one, language, choice, note, at, say(language, WRONG_TIME))
    return _field(one, language, choice, note, at)


def _field(
    one: Competency, language: Language, choice: str, note: str, at: str, problem: str = ""
) -> RatingField:
    texts = [text.of(language) for text in one.anchors] if one.anchors else [""] * len(SCALE)
    return RatingField(
        competency=one.id,
        name=one.name.of(language),
        definition=one.definition.of(language) if one.definition else "",
        anchors=tuple(reversed(tuple(zip(SCALE, texts, strict=True)))),
        choice=choice,
        note=note,
        at=at,
        problem=problem,
    )
