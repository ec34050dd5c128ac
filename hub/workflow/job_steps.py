"""Steps that change which competencies and questions a job has."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from hub.errors import JobError
from hub.scoring.job_questions import chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.scoring.job import Job
    from hub.scoring.job_questions import BankQuestion, Question
    from hub.workflow.competency_catalogue import Entry


Asked = TypeVar("Asked", "Question", "BankQuestion")


class Refusal(StrEnum):
    """Why a step cannot be done."""

    LAST_QUESTION = "last_question"
    LAST_COMPETENCY = "last_competency"
    ONLY_ASKED_FOR = "only_asked_for"
    """A question is there for this competency alone."""
    THERE_ALREADY = "there_already"
    NOT_THERE = "not_there"
    TOO_MANY = "too_many"


class RefusedStepError(JobError):
    """A step that would leave no valid job."""

    code = "H-JOB-003"
    diagnosis = "Change the questions first; nothing was saved."

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.value}.")
        self.refusal = refusal


MOST_QUESTIONS = 32
MOST_COMPETENCIES = 32


def ask(job: Job, bank_id: str) -> Job:
    """Add a question of the bank to those that are asked."""
    kept = next((one for one in job.bank if one.id == bank_id), None)
    if kept is None:
        raise RefusedStepError(Refusal.NOT_THERE)
    if any(one.bank_id == bank_id for one in job.questions):
        raise RefusedStepError(Refusal.THERE_ALREADY)
    if len(job.questions) == MOST_QUESTIONS:
        raise RefusedStepError(Refusal.TOO_MANY)
    return replace(job, questions=(*job.questions, chosen(kept)))


def ask_earlier(job: Job, place: str) -> Job:
    """Let a question change places with the one before it; the first stays where it is."""
    number = _place(job, place)
    asked = list(job.questions)
    if number:
        asked[number - 1 : number + 1] = asked[number], asked[number - 1]
    return replace(job, questions=tuple(asked))


def drop_question(job: Job, place: str) -> Job:
    """Ask a question no longer."""
    number = _place(job, place)
    if len(job.questions) == 1:
        raise RefusedStepError(Refusal.LAST_QUESTION)
    return replace(job, questions=job.questions[:number] + job.questions[number + 1 :])


def drop_bank_question(job: Job, bank_id: str) -> Job:
    """Take a question out of the bank; where it is asked, it stays."""
    rest = tuple(one for one in job.bank if one.id != bank_id)
    if len(rest) == len(job.bank):
        raise RefusedStepError(Refusal.NOT_THERE)
    asked = (replace(one, bank_id=None) if one.bank_id == bank_id else one for one in job.questions)
    return replace(job, bank=rest, questions=tuple(asked))


def add_competency(job: Job, entry: Entry, weight: float = 1.0) -> Job:
    """Add a competency of the catalogue, with its questions to the bank."""
    if any(one.id == entry.id for one in job.competencies):
        raise RefusedStepError(Refusal.THERE_ALREADY)
    if len(job.competencies) == MOST_COMPETENCIES:
        raise RefusedStepError(Refusal.TOO_MANY)
    known = {one.id for one in job.bank}
    new = tuple(one for one in entry.bank if one.id not in known)
    competencies = (*job.competencies, entry.competency(weight))
    return replace(job, competencies=competencies, bank=(*job.bank, *new))


def drop_competency(job: Job, competency_id: str) -> Job:
    """Take a competency out, with the questions of the bank that are for it alone."""
    rest = tuple(one for one in job.competencies if one.id != competency_id)
    if len(rest) == len(job.competencies):
        raise RefusedStepError(Refusal.NOT_THERE)
    if not rest:
        raise RefusedStepError(Refusal.LAST_COMPETENCY)
    if any(one.competencies == (competency_id,) for one in job.questions):
        raise RefusedStepError(Refusal.ONLY_ASKED_FOR)
    bank = (one for one in job.bank if one.competencies != (competency_id,))
    return replace(
        job,
        competencies=rest,
        questions=tuple(_without(one, competency_id) for one in job.questions),
        bank=tuple(_without(one, competency_id) for one in bank),
    )


def _without(one: Asked, competency_id: str) -> Asked:
    follow_ups = tuple(
        replace(each, competency=None) if each.competency == competency_id else each
        for each in one.follow_ups
    )
    shows = tuple(name for name in one.competencies if name != competency_id)
    return replace(one, competencies=shows, follow_ups=follow_ups)


def _place(job: Job, place: str) -> int:
    if not (place.isascii() and place.isdigit()) or int(place) >= len(job.questions):
        raise RefusedStepError(Refusal.NOT_THERE)
    return int(place)


STEPS: dict[str, Callable[[Job, str], Job]] = {
    "ask": ask,
    "ask-earlier": ask_earlier,
    "drop-question": drop_question,
    "drop-bank-question": drop_bank_question,
    "drop-competency": drop_competency,
}
"""What may be done, by what a form calls it."""
