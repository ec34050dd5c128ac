from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from hub.errors import JobError, UnknownError
from hub.scoring import job as parsing
from hub.scoring.job_questions import Level
from hub.scoring.job_writing import write
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.storage.tables.job import JobRow, Origin
from hub.storage.tables.job_draft import JobDraft
from hub.workflow import interviews, job_drafts, jobs
from hub.workflow.competency_catalogue import catalogue
from hub.workflow.job_drafts import StaleDraftError
from hub.workflow.job_steps import (
    STEPS,
    Refusal,
    RefusedStepError,
    add_competency,
    drop_competency,
)
from hub.workflow.new_job import new_job
from tests.fakes.hub_database import KIOSK, HubDatabase, make
from wire import plan as plans
from wire.language import LocalText
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.scoring.job import Job

ME = "account:7"
NUMBERS = count(1)
SECOND = next(one for one in map(parsing.parse, jobs.shipped()) if one.version == 2)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubDatabase]:
    made = make(tmp_path_factory.mktemp("drafts"))
    yield made
    made.close()


@pytest.fixture
def job_id(database: HubDatabase) -> str:
    """Give a job of the test's own, with one version: the second."""
    job = replace(SECOND, id=f"job-{next(NUMBERS)}")
    jobs.import_job(database.engine, write(job))
    return job.id


def newest(database: HubDatabase, job_id: str) -> Job:
    with reading(database.engine) as session:
        return jobs.newest(session, job_id)


def renamed(job: Job) -> Job:
    return replace(job, title=LocalText(en="Renamed", zh="改名"))


def publish_renamed(database: HubDatabase, job_id: str) -> JobRow:
    with writing(database.engine) as session:
        draft = job_drafts.begin(session, job_id, ME)
        job_drafts.save(session, renamed(job_drafts.job_of(draft)), draft.revision, ME)
        return job_drafts.publish(session, job_id, draft.revision, " clearer title ", ME)


def actions(database: HubDatabase, job_id: str) -> list[str]:
    with reading(database.engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [entry.action for entry in entries if entry.subject == job_id]


def test_a_published_draft_is_the_next_version_and_the_one_before_stays(
    database: HubDatabase, job_id: str
) -> None:
    before = newest(database, job_id)
    row = publish_renamed(database, job_id)
    assert (row.version, row.note, row.origin) == (3, "clearer title", Origin.EDITED.value)
    assert newest(database, job_id).title.en == row.title_en == "Renamed"
    with reading(database.engine) as session:
        old = jobs.version(session, job_id, 2)
        assert parsing.parse(old.source.encode()) == before
        assert session.get(JobDraft, job_id) is None
    assert actions(database, job_id)[-2:] == ["begin_job_draft", "publish_job"]


def test_an_interview_keeps_the_version_that_it_was_scheduled_with(
    database: HubDatabase, job_id: str
) -> None:
    first = interviews.schedule(database.engine, Profile.CN, KIOSK, job_id, "First Candidate")
    publish_renamed(database, job_id)
    later = interviews.schedule(database.engine, Profile.CN, KIOSK, job_id, "Later Candidate")
    with reading(database.engine) as session:
        old, new = (session.get_one(Interview, one) for one in (first, later))
    assert (old.job_version, new.job_version) == (2, 3)
    assert plans.decode(old.plan).job_title.en == "Bank account manager"
    assert plans.decode(new.plan).job_title.en == "Renamed"


def test_a_draft_is_used_by_no_interview(database: HubDatabase, job_id: str) -> None:
    with writing(database.engine) as session:
        draft = job_drafts.begin(session, job_id, ME)
        job_drafts.save(session, renamed(job_drafts.job_of(draft)), draft.revision, ME)
    assert newest(database, job_id).title.en == "Bank account manager"


def test_nobody_overwrites_or_publishes_what_he_or_she_has_not_seen(
    database: HubDatabase, job_id: str
) -> None:
    with writing(database.engine) as session:
        draft = job_drafts.begin(session, job_id, ME)
        seen, job = draft.revision, job_drafts.job_of(draft)
        job_drafts.save(session, renamed(job), seen, "account:8")
    with pytest.raises(StaleDraftError), writing(database.engine) as session:
        job_drafts.save(session, job, seen, ME)
    with pytest.raises(StaleDraftError), writing(database.engine) as session:
        job_drafts.publish(session, job_id, seen, "note", ME)


@pytest.mark.parametrize("note", ["", "  \n", "n" * 1001])
def test_nothing_is_published_without_saying_what_changed(
    database: HubDatabase, job_id: str, note: str
) -> None:
    with writing(database.engine) as session:
        seen = job_drafts.begin(session, job_id, ME).revision
    with pytest.raises(JobError, match="note"), writing(database.engine) as session:
        job_drafts.publish(session, job_id, seen, note, ME)


def test_a_file_that_came_in_between_keeps_its_number(database: HubDatabase, job_id: str) -> None:
    with writing(database.engine) as session:
        job_drafts.begin(session, job_id, ME)
    jobs.import_job(database.engine, write(replace(newest(database, job_id), version=7)))
    with writing(database.engine) as session:
        row = job_drafts.publish(session, job_id, 1, "mine", ME)
    assert row.version == 8


def test_a_draft_thrown_away_leaves_the_job_as_it_was(database: HubDatabase, job_id: str) -> None:
    before = newest(database, job_id)
    with writing(database.engine) as session:
        job_drafts.begin(session, job_id, ME)
    with writing(database.engine) as session:
        job_drafts.discard(session, job_id, ME)
    assert newest(database, job_id) == before
    with pytest.raises(UnknownError), reading(database.engine) as session:
        job_drafts.find(session, job_id)


def test_a_shipped_job_does_not_come_between_a_sites_own_versions(database: HubDatabase) -> None:
    with writing(database.engine) as session:
        session.delete(session.get_one(JobRow, ("software-engineer", 1)))
        own = next(one for one in jobs.shipped() if b'"software-engineer"' in one)
        jobs.keep(session, replace(parsing.parse(own), version=5), own.decode(), Origin.FILE)
    jobs.import_shipped(database.engine)
    with reading(database.engine) as session:
        assert session.get(JobRow, ("software-engineer", 1)) is None


def test_a_job_is_not_called_what_the_site_calls_a_page_of_its_own(
    database: HubDatabase, job_id: str
) -> None:
    with pytest.raises(JobError, match="new"):
        jobs.import_job(database.engine, write(replace(newest(database, job_id), id="new")))


def test_an_export_is_the_file_as_it_came_and_is_audited(
    database: HubDatabase, job_id: str
) -> None:
    source = b"# a remark of its author\n" + write(replace(newest(database, job_id), version=9))
    jobs.import_job(database.engine, source)
    assert jobs.exported(database.engine, job_id, None, ME) == source
    assert jobs.exported(database.engine, job_id, 2) == write(replace(SECOND, id=job_id))
    assert actions(database, job_id)[-3:] == ["import_job", "export_job", "export_job"]
    with pytest.raises(UnknownError):
        jobs.exported(database.engine, job_id, 4)


def test_a_new_job_asks_one_basic_question_of_each_competency() -> None:
    chosen = [catalogue()[name] for name in ("risk-control", "learning")]
    job = new_job("officer", LocalText(en="Officer", zh="专员"), [(one, 2.0) for one in chosen])
    assert [one.level for one in job.questions] == [Level.BASIC, Level.BASIC]
    assert parsing.parse(write(job)) == job


def test_a_competency_goes_with_the_questions_that_are_for_it_alone() -> None:
    job = drop_competency(SECOND, "clear-account")
    assert "clear-account" not in {name for one in job.questions for name in one.competencies}
    assert len(job.bank) == 12
    assert parsing.parse(write(job)) == job
    back = add_competency(job, catalogue()["clear-account"])
    assert len(back.bank) == 15


@pytest.mark.parametrize(
    ("step", "which", "refusal"),
    [
        ("ask", "no-such", Refusal.NOT_THERE),
        ("drop-question", "3", Refusal.NOT_THERE),
        ("drop-question", "-1", Refusal.NOT_THERE),
        ("drop-bank-question", "no-such", Refusal.NOT_THERE),
        ("drop-competency", "no-such", Refusal.NOT_THERE),
    ],
)
def test_a_step_to_what_is_not_there_is_refused(step: str, which: str, refusal: Refusal) -> None:
    with pytest.raises(RefusedStepError) as caught:
        STEPS[step](SECOND, which)
    assert caught.value.refusal is refusal


def test_the_last_question_and_the_last_competency_stay() -> None:
    entry = catalogue()["learning"]
    job = new_job("officer", LocalText(en="Officer", zh="专员"), [(entry, 1.0)])
    for step, which, refusal in (
        ("drop-question", "0", Refusal.LAST_QUESTION),
        ("drop-competency", "learning", Refusal.LAST_COMPETENCY),
        ("ask", entry.bank[0].id, Refusal.THERE_ALREADY),
    ):
        with pytest.raises(RefusedStepError) as caught:
            STEPS[step](job, which)
        assert caught.value.refusal is refusal
    with_more = add_competency(job, catalogue()["planning"])
    with pytest.raises(RefusedStepError) as caught:
        drop_competency(with_more, "learning")
    assert caught.value.refusal is Refusal.ONLY_ASKED_FOR


def test_a_question_of_the_bank_is_asked_moved_up_and_dropped_again() -> None:
    job = SECOND
    asked = STEPS["ask"](job, "risk-quick-loan")
    moved = STEPS["ask-earlier"](asked, "3")
    assert [one.bank_id for one in moved.questions] == [None, None, "risk-quick-loan", None]
    assert STEPS["drop-question"](moved, "2") == job
    unkept = STEPS["drop-bank-question"](moved, "risk-quick-loan")
    assert unkept.questions[2].text == moved.questions[2].text
    assert parsing.parse(write(unkept)) == unkept
