"""What differs between two versions of a job, as a person would list it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hub.scoring.job_shown import shown
from wire.language import LocalText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hub.scoring.job import Competency, Job
    from hub.scoring.job_questions import BankQuestion, Question

    Asked = Question | BankQuestion


class Subject(StrEnum):
    """What a change is about."""

    JOB = "job"
    COMPETENCY = "competency"
    QUESTION = "question"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list; without `before` something came, without `after` something went."""

    subject: Subject
    of: LocalText | None
    """Which competency or question."""
    field: str
    """Which part of it; empty: the whole."""
    before: LocalText | None
    after: LocalText | None


_JOB = ("title", "introduction", "candidate_questions", "timing", "prompts")
_COMPETENCY = ("name", "definition", "anchors", "groups")
_QUESTION = (
    *("text", "hint", "competencies", "level", "kind", "longest_s"),
    *("follow_ups", "anchors"),
)


def changes(old: Job, new: Job) -> list[Change]:
    """List what differs, in the order of the file; the version's number does not count."""
    return [
        *_fields(Subject.JOB, None, _JOB, old, new),
        *_competencies(old, new),
        *_questions(Subject.QUESTION, old.questions, new.questions),
        *_order(old, new),
        *_questions(Subject.BANK, old.bank, new.bank),
    ]


def shares(job: Job) -> dict[str, float]:
    """Give each competency's part of the whole weight (0 to 1), by its id."""
    whole = sum(one.weight for one in job.competencies)
    return {one.id: one.weight / whole for one in job.competencies}


def _fields(
    subject: Subject, of: LocalText | None, names: Sequence[str], old: object, new: object
) -> Iterator[Change]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(subject, of, name, shown(before), shown(after))


def _competencies(old: Job, new: Job) -> Iterator[Change]:
    before = {one.id: one for one in old.competencies}
    after = {one.id: one for one in new.competencies}
    for one in old.competencies:
        if one.id not in after:
            yield Change(Subject.COMPETENCY, one.name, "", one.name, None)
    was, now = shares(old), shares(new)
    for one in new.competencies:
        if one.id not in before:
            yield Change(Subject.COMPETENCY, one.name, "", None, one.name)
            continue
        yield from _fields(Subject.COMPETENCY, one.name, _COMPETENCY, before[one.id], one)
        yield from _share(one, was[one.id], now[one.id])


def _share(one: Competency, was: float, now: float) -> Iterator[Change]:
    before, after = (f"{100 * share:.1f} %" for share in (was, now))
    if before != after:
        sides = (LocalText(en=text, zh=text) for text in (before, after))
        yield Change(Subject.COMPETENCY, one.name, "share", *sides)


def _questions(subject: Subject, old: Sequence[Asked], new: Sequence[Asked]) -> Iterator[Change]:
    pairs, gone, came = _paired(old, new)
    for one in gone:
        yield Change(subject, one.text, "", one.text, None)
    for before, after in pairs:
        yield from _fields(subject, after.text, _QUESTION, before, after)
    for one in came:
        yield Change(subject, one.text, "", None, one.text)


def _paired(
    old: Sequence[Asked], new: Sequence[Asked]
) -> tuple[list[tuple[Asked, Asked]], list[Asked], list[Asked]]:
    """Pair questions of one text, then those of one name in the bank; give the rest apart."""
    pairs: list[tuple[Asked, Asked]] = []
    gone, came = list(old), list(new)
    for key in (_text, _bank_name):
        for after in tuple(came):
            before = next((one for one in gone if key(one) == key(after) != ""), None)
            if before is not None:
                pairs.append((before, after))
                gone.remove(before)
                came.remove(after)
    return pairs, gone, came


def _text(one: Asked) -> str:
    return f"{one.text.en}\n{one.text.zh}"


def _bank_name(one: Asked) -> str:
    name = getattr(one, "bank_id", None) or getattr(one, "id", None)
    return str(name or "")


def _order(old: Job, new: Job) -> Iterator[Change]:
    """Say when the questions that stayed are asked in another order."""
    was, now = ([_text(one) for one in job.questions] for job in (old, new))
    if [one for one in was if one in now] != [one for one in now if one in was]:
        yield Change(Subject.JOB, None, "order", shown(_asked(old)), shown(_asked(new)))


def _asked(job: Job) -> tuple[LocalText, ...]:
    return tuple(one.text for one in job.questions)
