"""The summary of an interview, composed of its score and its scorecards. Pure: all is handed in.

Rules and their reasons: docs/letters.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE
from hub.scoring.result import Why
from hub.workflow.letters import wording
from hub.workflow.letters.content import (
    AnyProof,
    CardNote,
    Cause,
    Content,
    Ended,
    Part,
    Promised,
    Sentence,
    Stretch,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from hub.scoring.job import Job
    from hub.scoring.result import Score, ScoredCompetency
    from wire.language import Language

STRONG, WEAK = SCALE[-2], SCALE[1]
"""Ratings from which, and up to which, a person's note supports a sentence."""
MOST_TO_IMPROVE = 3
"""Competencies that a letter says something to improve of."""
MOST_GROUPS = 3
"""Keyword groups that one such sentence names."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What one person's newest submitted card says of one competency."""

    scorecard_id: int
    competency: str
    value: int | None
    has_note: bool
    at_s: float | None

    @property
    def is_supported(self) -> bool:
        """Say whether the person wrote down why."""
        return self.has_note or self.at_s is not None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, and the question of the job that it was given to."""

    answer: int
    start_s: float
    end_s: float
    question: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a letter may speak of."""

    language: Language
    job: Job
    ending: str
    score: Score | None
    answers: tuple[Given, ...]
    rated: tuple[Rated, ...]
    due_at: datetime | None
    """Until when an answer was promised,"""
    working_days: int = 0
    """and in how many working days."""


def summary(told: Told) -> Content:
    """Compose the summary; what nothing supports is not in it."""
    return Content(sentences=(*assessed(told), *_next_step(told)))


def assessed(told: Told) -> tuple[Sentence, ...]:
    """Say what was shown, what to work on, and what could not be told."""
    found = (*_strengths(told), *_to_improve(told), *_cannot_tell(told))
    order = list(Part)
    return tuple(sorted(found, key=lambda one: order.index(one.part)))


def _strengths(told: Told) -> Iterator[Sentence]:
    for one in told.score.competencies if told.score else ():
        if one.evidence:
            yield _heard(told, one)
    yield from _by_person(told, Part.STRENGTH)


def _heard(told: Told, one: ScoredCompetency) -> Sentence:
    proofs = tuple(
        Stretch(answer=it.answer, start_s=it.start_s, end_s=it.end_s, group=it.why)
        for it in one.evidence
    )
    names = list(dict.fromkeys(it.why.of(told.language) for it in one.evidence))
    text = wording.HEARD.of(told.language).format(
        competency=one.name.of(told.language), groups=wording.listed(names, told.language)
    )
    return Sentence(part=Part.STRENGTH, text=text, proofs=proofs, competency=one.id)


def _to_improve(told: Told) -> Iterator[Sentence]:
    ranked = sorted(_missed(told), key=lambda one: -one[0])
    for _, sentence in ranked[:MOST_TO_IMPROVE]:
        yield sentence
    yield from _by_person(told, Part.IMPROVE)


def _missed(told: Told) -> Iterator[tuple[float, Sentence]]:
    """Give what was not heard in answers that could be heard well, with its share of the weight."""
    for one in told.score.competencies if told.score else ():
        if one.why.code not in {Why.GROUPS_HEARD, Why.NO_EVIDENCE}:
            continue
        competency = next((it for it in told.job.competencies if it.id == one.id), None)
        proofs = _answers_on(told, one.id)
        if competency is None or not proofs:
            continue
        heard = {it.why.en for it in one.evidence}
        missing = [group.name for group in competency.groups if group.name.en not in heard]
        if missing:
            names = [name.of(told.language) for name in missing[:MOST_GROUPS]]
            text = wording.NOT_HEARD.of(told.language).format(
                competency=one.name.of(told.language), groups=wording.listed(names, told.language)
            )
            share = one.weight * len(missing) / len(competency.groups)
            yield (
                share,
                Sentence(part=Part.IMPROVE, text=text, proofs=proofs, competency=one.id),
            )


def _answers_on(told: Told, competency: str) -> tuple[AnyProof, ...]:
    """Give the answers to questions that let the competency show."""
    return tuple(
        Stretch(answer=one.answer, start_s=one.start_s, end_s=one.end_s)
        for one in told.answers
        if one.question is not None and competency in told.job.questions[one.question].competencies
    )


def _notes(told: Told, competency: str, *, is_strong: bool) -> list[Rated]:
    """Give the supported ratings on one side, where nobody's is on the other."""
    values = [one for one in told.rated if one.competency == competency and one.value is not None]
    strong = [one for one in values if one.value is not None and one.value >= STRONG]
    weak = [one for one in values if one.value is not None and one.value <= WEAK]
    if strong and weak:
        return []
    return [one for one in (strong if is_strong else weak) if one.is_supported]


def _by_person(told: Told, part: Part) -> Iterator[Sentence]:
    """Say once, of all competencies together, what people noted."""
    is_strong = part is Part.STRENGTH
    noted = {
        one: notes
        for one in told.job.competencies
        if (notes := _notes(told, one.id, is_strong=is_strong))
    }
    if not noted:
        return
    words = wording.SEEN_BY_PERSON if is_strong else wording.WANTED_BY_PERSON
    names = [one.name.of(told.language) for one in noted]
    yield Sentence(
        part=part,
        text=words.of(told.language).format(competencies=wording.listed(names, told.language)),
        proofs=tuple(
            CardNote(scorecard_id=one.scorecard_id, competency=one.competency, at_s=one.at_s)
            for notes in noted.values()
            for one in notes
        ),
        competency=_only([one.id for one in noted]),
    )


def _only(competencies: Sequence[str]) -> str:
    return competencies[0] if len(competencies) == 1 else ""


def _cannot_tell(told: Told) -> Iterator[Sentence]:
    ended = wording.ENDED.get(told.ending)
    if ended is not None:
        text, proof = ended.of(told.language), Ended(ending=told.ending)
        yield Sentence(part=Part.CANNOT_TELL, text=text, proofs=(proof,))
    unscored: dict[Cause, list[ScoredCompetency]] = {}
    for one in told.score.competencies if told.score else ():
        if one.score is None:
            unscored.setdefault(Cause(why=one.why.code, verdict=one.why.verdict), []).append(one)
    for cause, some in unscored.items():
        names = [one.name.of(told.language) for one in some]
        said = wording.cause(cause.why, cause.verdict, names, told.language)
        if said is not None:
            own = _only([one.id for one in some])
            yield Sentence(part=Part.CANNOT_TELL, text=said, proofs=(cause,), competency=own)


def _next_step(told: Told) -> Iterator[Sentence]:
    if told.due_at is not None:
        text = wording.NEXT_STEP.of(told.language).format(
            date=wording.instant(told.due_at, told.language), days=told.working_days
        )
        yield Sentence(part=Part.NEXT_STEP, text=text, proofs=(Promised(due_at=told.due_at),))
