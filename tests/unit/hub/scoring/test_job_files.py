"""A job written and read again, and two jobs set side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from msgspec.structs import replace

from hub.scoring import job as jobs
from hub.scoring.job_changes import Subject, changes, shares
from hub.scoring.job_writing import document, of_document, write
from hub.workflow.job_steps import drop_competency
from hub.workflow.jobs import shipped
from tests.fakes.job_texts import any_job
from wire.language import LocalText

if TYPE_CHECKING:
    from hub.scoring.job import Job

FIRST, SECOND = (one for one in map(jobs.parse, shipped()) if one.id == "bank-account-manager")


@settings(max_examples=15)
@given(any_job())
def test_a_job_that_was_written_is_read_as_the_same_job(job: Job) -> None:
    assert jobs.parse(write(job)) == job
    assert of_document(document(job)) == job


@settings(max_examples=8)
@given(any_job())
def test_a_job_does_not_differ_from_itself(job: Job) -> None:
    assert changes(job, replace(job, version=job.version + 1)) == []


@settings(max_examples=8)
@given(any_job(), any_job())
def test_two_jobs_differ_in_something_unless_they_say_the_same(one: Job, other: Job) -> None:
    same = replace(other, id=one.id, version=one.version)
    if not changes(one, same):
        assert shares(one).keys() == shares(same).keys()
        assert (one.title, one.introduction) == (same.title, same.introduction)
        assert {each.text for each in one.questions} == {each.text for each in same.questions}


def test_shares_are_parts_of_one_whole() -> None:
    assert sum(shares(SECOND).values()) == 1.0
    assert round(shares(SECOND)["risk-control"], 4) == round(4 / 12, 4)


def test_each_change_says_what_it_is_about() -> None:
    fewer = drop_competency(SECOND, "clear-account")
    first, *rest = fewer.competencies
    renamed = replace(first, name=LocalText(en="Risk", zh="风险"), weight=8.0)
    later = replace(fewer, competencies=(renamed, *rest), questions=fewer.questions[1:])
    found = {(one.subject, one.field, one.after is None) for one in changes(SECOND, later)}
    assert (Subject.COMPETENCY, "name", False) in found
    assert (Subject.COMPETENCY, "share", False) in found
    assert (Subject.COMPETENCY, "", True) in found
    assert (Subject.QUESTION, "", True) in found


def test_another_order_of_the_questions_is_one_change() -> None:
    turned = replace(SECOND, questions=SECOND.questions[::-1])
    assert [one.field for one in changes(SECOND, turned)] == ["order"]


def test_what_a_newer_version_adds_is_new() -> None:
    assert all(one.before is None for one in changes(FIRST, SECOND))
