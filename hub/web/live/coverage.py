"""Of which competency evidence was heard so far, and which keywords would be evidence of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.evidence import newest_utterances
from hub.scoring.keywords import places

if TYPE_CHECKING:
    from hub.web.interview_record import InterviewRecord
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Covered:
    """One competency."""

    name: str
    keywords: tuple[int, ...]
    """Numbers of the plan's keywords that are evidence of it."""
    at: tuple[float, ...]
    """Seconds since the interview began, as far as the hub knows already."""


def coverage(record: InterviewRecord, language: Language) -> list[Covered]:
    """Give every competency of the job version that the interview is held for; no score."""
    known = list(enumerate(places(record.job)))
    hits = [hit for one in newest_utterances(record.utterances) for hit in one.hits]
    found = []
    for competency in record.job.competencies:
        mine = tuple(number for number, place in known if place.competency.id == competency.id)
        at = tuple(sorted({hit.start for hit in hits if hit.keyword in mine}))
        found.append(Covered(competency.name.of(language), mine, at))
    return found
