from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from hub.errors import JobError, UnknownError
from hub.ingest.arrival import Letter, read
from hub.ingest.storing import store
from hub.scoring.result import Score, Why
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.score import ScoreRow
from hub.workflow import interviews, jobs, plans, scores
from tests.fakes.heard import SAMPLE_JOB, number
from tests.fakes.hub_database import JOB_ID, KIOSK, OTHER_KIOSK, HubDatabase, make
from tests.fakes.kiosk_messages import AT, arrival, interview_messages
from wire import plan as wire_plans
from wire.plan import StageKind
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[HubDatabase]:
    made = make(tmp_path)
    yield made
    made.close()


def hold(database: HubDatabase, granted: frozenset[Purpose] = frozenset(Purpose)) -> None:
    hits = (number("risk-control", 0), number("integrity", 1))
    messages = interview_messages((database, database.interview_id), granted, hits)
    came = (read(arrival(one), Profile.CN) for one in messages)
    letters = [item for item in came if isinstance(item, Letter)]
    with writing(database.engine) as session:
        store(session, letters)


def refreshed(database: HubDatabase) -> Score | None:
    with writing(database.engine) as session:
        return scores.refresh(session, database.interview_id, AT)


def test_the_score_is_computed_from_what_is_stored(database: HubDatabase) -> None:
    hold(database)
    result = refreshed(database)
    assert result is not None
    by_id = {one.id: one for one in result.competencies}
    assert by_id["risk-control"].score == pytest.approx(1 + 4 / 5)
    assert by_id["finding-needs"].why.code is Why.NOT_ANSWERED
    with reading(database.engine) as session:
        row = session.get_one(ScoreRow, database.interview_id)
    assert msgspec.json.decode(row.result, type=Score) == result


def test_computing_it_again_gives_the_same(database: HubDatabase) -> None:
    hold(database)
    assert refreshed(database) == refreshed(database)


def test_without_consent_to_analysis_there_is_no_score(database: HubDatabase) -> None:
    hold(database, frozenset({Purpose.RECORDING}))
    result = refreshed(database)
    assert result is not None
    assert {one.why.code for one in result.competencies} == {Why.ANALYSIS_REFUSED}


def test_an_interview_that_never_began_has_no_score(database: HubDatabase) -> None:
    assert refreshed(database) is None


def test_the_plan_has_the_jobs_stages_and_no_candidates_name(database: HubDatabase) -> None:
    sent = plans.next_plan(database.engine, KIOSK)
    assert sent is not None
    plan = wire_plans.decode(sent)
    kinds = [stage.kind for stage in plan.stages]
    questions = [StageKind.QUESTION] * 3
    assert kinds == [StageKind.INTRODUCTION, *questions, StageKind.CANDIDATE_QUESTIONS]
    assert b"Candidate" not in sent
    assert plans.next_plan(database.engine, OTHER_KIOSK) is None


def test_an_interview_that_began_is_not_handed_out_again(database: HubDatabase) -> None:
    hold(database)
    assert plans.next_plan(database.engine, KIOSK) is None


def test_the_oldest_interview_is_handed_out_first(database: HubDatabase) -> None:
    interviews.schedule(database.engine, Profile.CN, KIOSK, JOB_ID, "Later Candidate")
    sent = plans.next_plan(database.engine, KIOSK)
    assert sent is not None
    assert wire_plans.decode(sent).interview_id == database.interview_id


@pytest.mark.parametrize(
    ("kiosk", "job", "candidate"),
    [
        ("nobody", JOB_ID, "A"),
        (KIOSK, "no-such-job", "A"),
        (KIOSK, JOB_ID, " "),
        (KIOSK, JOB_ID, "A" * 201),
        (KIOSK, JOB_ID, "A\x00B"),
    ],
)
def test_what_cannot_be_scheduled_leaves_nothing(
    database: HubDatabase,
    kiosk: str,
    job: str,
    candidate: str,
) -> None:
    with pytest.raises(UnknownError, match="H-UNKNOWN-001"):
        interviews.schedule(database.engine, Profile.CN, kiosk, job, candidate)
    assert database.count(Interview) == 1


def test_a_version_of_a_job_never_changes(database: HubDatabase) -> None:
    jobs.import_job(database.engine, SAMPLE_JOB)
    with pytest.raises(JobError, match="another text"):
        jobs.import_job(database.engine, SAMPLE_JOB + b"\n# changed\n")
