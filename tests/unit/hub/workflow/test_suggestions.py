from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources

import pytest

from hub.scoring import job as job_files
from hub.scoring.result import Reason, Why
from hub.workflow.suggestions import MOST_SKILLS, Because, Earlier, suggest

JOB = job_files.parse(
    (resources.files("hub.workflow") / "jobs" / "bank-account-manager.toml").read_bytes()
)
RISK = "risk-control"
QUIET = {RISK: Reason(code=Why.SOUND_UNUSABLE)}


def earlier(day: int = 1, **more: object) -> Earlier:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Earlier(interview_id=f"{day:032x}", at=at, **more)  # type: ignore[arg-type]


def because(*interviews: Earlier) -> list[tuple[Because, str | None]]:
    return [(one.because, one.competency) for one in suggest(JOB, interviews, (), ())]


def test_whoever_comes_for_the_first_time_without_a_resume_leads_to_nothing() -> None:
    assert suggest(JOB, (), (), ()) == ()


def test_what_could_not_be_scored_is_worth_asking() -> None:
    assert because(earlier(unscored=QUIET)) == [(Because.NOT_SCORED, RISK)]


def test_what_another_job_needed_is_not_asked_here() -> None:
    assert because(earlier(unscored={"sound-software": Reason(code=Why.NOT_ANSWERED)})) == []


def test_people_count_before_the_machine() -> None:
    assert because(earlier(unscored=QUIET, ratings={RISK: [4]})) == []
    assert because(earlier(unscored=QUIET, ratings={RISK: [None]})) == [(Because.NOT_JUDGED, RISK)]


def test_a_later_interview_settles_what_an_earlier_one_left_open() -> None:
    settled = earlier(2, scored=frozenset({RISK}))
    assert because(settled, earlier(1, unscored=QUIET)) == []
    assert because(earlier(2, unscored=QUIET), earlier(1, scored=frozenset({RISK}))) == [
        (Because.NOT_SCORED, RISK)
    ]


@pytest.mark.parametrize(
    ("given", "is_worth"),
    [([3, 4], False), ([2, 4], True), ([None, 4], False), ([1, None, 3], True)],
)
def test_ratings_two_points_apart_are_worth_asking(
    given: list[int | None], *, is_worth: bool
) -> None:
    assert bool(because(earlier(ratings={RISK: given}))) is is_worth


def test_skills_that_the_job_asks_for_come_first_and_only_some() -> None:
    form = JOB.competencies[0].groups[0].en[0]
    found = suggest(JOB, (), ("Excel", "SQL", "Go", "R", "Java", form), ())
    assert len(found) == MOST_SKILLS
    assert (found[0].named, found[0].competency) == (form, JOB.competencies[0].id)
    assert [one.named for one in found[1:]] == ["Excel", "SQL", "Go", "R"]
    assert {one.because for one in found} == {Because.SKILL}


def test_a_skill_that_was_heard_earlier_is_not_asked_again() -> None:
    before = earlier(heard=frozenset({"balance sheet", "现金流量表"}))
    found = suggest(JOB, [before], ("Balance Sheet", "sheet", "现金流", "She", "SQL"), ())
    assert [(one.because, one.named) for one in found] == [
        (Because.UNSPOKEN, "She"),
        (Because.UNSPOKEN, "SQL"),
    ]
