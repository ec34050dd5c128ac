"""What people said after a sample interview: cards, notes, a decision, a promise, an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING

import msgspec

from hub.errors import RatingError
from hub.scoring.result import Score
from hub.storage.tables.decision import Decision, Outcome
from hub.storage.tables.promise import Promise
from hub.storage.tables.rating import Rating
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.score_override import ScoreOverride
from hub.storage.tables.scorecard import Scorecard
from hub.storage.tables.time_note import TimeNote
from hub.workflow.samples import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from sqlalchemy.orm import Session

    from hub.scoring.job import Job
    from hub.storage.tables.interview import Interview
    from hub.workflow.promises.calendar import Due, WorkingDays
    from hub.workflow.samples.course import Course

_LENIENCY = (0.3, -0.3)
"""How far each sample rater stands above or below what was shown."""
_CANNOT_JUDGE = 0.06
_DECIDED_AFTER = timedelta(days=2, hours=12)
_RATED_AFTER = timedelta(hours=20)
_OVERDUE = 4
"""Which of all is not answered in time."""
_UNRATED, _UNDECIDED = 3, 6
"""How many of the newest are left for whoever looks at the samples."""


@dataclass(frozen=True, slots=True)
class Jury:
    """Who judges the samples, and by which calendar."""

    raters: Sequence[int]
    """Accounts."""
    decider: int
    calendar: WorkingDays
    working_days: int


@dataclass(frozen=True, slots=True)
class Case:
    """One ended sample interview."""

    row: Interview
    course: Course
    job: Job
    ended_at: datetime


class Judging:
    """Writes what people said of one case, as if they had said it then."""

    def __init__(self, session: Session, rng: Random, jury: Jury, now: datetime) -> None:
        self.jury = jury
        self._session, self._rng, self._now = session, rng, now

    def judge(self, case: Case, *, number: int, left: int) -> bool:
        """Write it and say whether it is decided; `left` counts those from here to the newest.

        Raises RatingError for a candidate who is none of the samples: people alone judge people.
        """
        if not case.row.candidate.is_sample:
            raise RatingError("Only samples are judged without a person.")
        has_time = self._due(case).at > self._now
        is_open = number == _OVERDUE or (left <= _UNDECIDED and has_time)
        if not case.course.answers:
            self._promise(case, case.ended_at)
            return False
        if (left <= _UNRATED and has_time) or self._now - case.ended_at < _RATED_AFTER:
            self._promise(case, None)
            return False
        means = [self._card(case, rater) for rater in range(len(self.jury.raters))]
        self._note(case, number)
        if number % 10 == 6:  # noqa: PLR2004 - one in ten
            self._override(case)
        decided_at = None if is_open else self._decide(case, fmean(means))
        self._promise(case, decided_at)
        return decided_at is not None

    def _card(self, case: Case, rater: int) -> float:
        begun = case.ended_at + timedelta(minutes=self._rng.randrange(30, 500))
        card = Scorecard(
            interview_id=case.row.interview_id,
            account_id=self.jury.raters[rater],
            number=1,
            reason="",
            saw_machine=False,
            begun_at=begun,
            saved_at=begun + timedelta(minutes=9),
            submitted_at=begun + timedelta(minutes=10),
            mean=None,
        )
        self._session.add(card)
        self._session.flush()
        ratings = [self._rating(case, card.id, one.id, rater) for one in case.job.competencies]
        self._session.add_all(ratings)
        values = [one.value for one in ratings if one.value is not None]
        card.mean = fmean(values) if values else None
        return card.mean or 3.0

    def _rating(self, case: Case, card_id: int, competency: str, rater: int) -> Rating:
        language, rng = case.course.language, self._rng
        shown = 1.6 + 3.2 * case.course.strength + _LENIENCY[rater % 2] + rng.gauss(0, 0.6)
        cannot = rng.random() < _CANNOT_JUDGE
        value = None if cannot else min(5, max(1, round(shown)))
        return Rating(
            scorecard_id=card_id,
            competency=competency,
            value=value,
            could_not_judge=cannot,
            note=wording.NOTES[language][value] if value else wording.UNJUDGED[language],
            at_s=None if cannot else round(rng.uniform(3, case.course.length_s - 3)),
        )

    def _note(self, case: Case, number: int) -> None:
        remarks = wording.REMARKS[case.course.language]
        for place in range(number % 3):
            self._session.add(
                TimeNote(
                    interview_id=case.row.interview_id,
                    account_id=self.jury.raters[place % len(self.jury.raters)],
                    at_s=round(self._rng.uniform(3, case.course.length_s - 3)),
                    text=remarks[(number + place) % len(remarks)],
                    made_at=case.ended_at + timedelta(minutes=12 + place),
                )
            )

    def _override(self, case: Case) -> None:
        row = self._session.get_one(ScoreRow, case.row.interview_id)
        scored = msgspec.json.decode(row.result, type=Score).competencies
        for one in scored:
            if one.score is not None:
                self._session.add(
                    ScoreOverride(
                        interview_id=case.row.interview_id,
                        competency=one.id,
                        account_id=self.jury.raters[0],
                        machine=one.score,
                        value=min(5, round(one.score) + 1),
                        reason=wording.OVERRIDE[case.course.language],
                        made_at=case.ended_at + timedelta(hours=10),
                    )
                )
                return

    def _decide(self, case: Case, mean: float) -> datetime | None:
        made_at = case.ended_at + _DECIDED_AFTER
        if made_at > self._now:
            return None
        outcome = _outcome(mean)
        self._session.add(
            Decision(
                interview_id=case.row.interview_id,
                account_id=self.jury.decider,
                outcome=outcome.value,
                reason=wording.REASONS[case.course.language][outcome],
                made_at=made_at,
            )
        )
        return made_at

    def _due(self, case: Case) -> Due:
        return self.jury.calendar.due(case.ended_at, self.jury.working_days)

    def _promise(self, case: Case, decided_at: datetime | None) -> None:
        due = self._due(case)
        kept = None if decided_at is None else min(decided_at + timedelta(hours=3), self._now)
        self._session.add(
            Promise(
                interview_id=case.row.interview_id,
                working_days=self.jury.working_days,
                made_at=case.ended_at,
                warn_at=due.warn_at,
                due_at=due.at,
                kept_at=kept,
                kept_by=None if kept is None else self.jury.decider,
                reason="" if kept is None else wording.KEPT[case.course.language],
            )
        )


def _outcome(mean: float) -> Outcome:
    """Give what the sample's decider wrote down; nothing here decides for anybody real."""
    steps = ((4.0, Outcome.HIRE), (3.3, Outcome.NEXT_STEP), (3.0, Outcome.HOLD))
    return next((outcome for least, outcome in steps if mean >= least), Outcome.REJECT)
