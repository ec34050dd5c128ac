"""Samples come marked and plausible, count nowhere, and go without a trace."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from hub.errors import RatingError, UnknownError
from hub.people.accounts import check
from hub.people.rights import Role
from hub.scoring.job import parse
from hub.storage.database import reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.account import Account
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.decision import Decision
from hub.storage.tables.header import Header
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.promise import Promise
from hub.storage.tables.recording import Recording
from hub.storage.tables.score import ScoreRow
from hub.workflow import jobs
from hub.workflow.interviews import plan_of
from hub.workflow.letters.figures import kept
from hub.workflow.promises.calendar import WorkingDays
from hub.workflow.ratings import job_of, rater_means
from hub.workflow.resumes.intake import Place
from hub.workflow.samples import course, messages
from hub.workflow.samples.adding import DAYS, JOBS, Asked, add
from hub.workflow.samples.judged import Case, Judging, Jury
from hub.workflow.samples.personnel import NO_PASSWORD, ROOM
from hub.workflow.samples.removing import remove
from tests.fakes.hub_site import PASSWORD, QUICK, HubSite
from tests.fakes.sample_messages import Sitting
from wire import codec
from wire.language import Language
from wire.policy import Profile, purposes
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, Select

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COUNT = 14


def place_of(hub: HubSite) -> Place:
    return Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)


def setting_of(kind: course.Kind, profile: Profile) -> course.Setting:
    return course.Setting(kind, Language.ZH, profile, tuple(purposes(profile)), 5, NOW)


def decisions_on(row: Interview) -> Select[Decision]:
    return select(Decision).where(Decision.interview_id == row.interview_id)


def rows(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in METADATA.sorted_tables
            if table.name != "audit_entry"
        }


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("hub"))
    made.person(Role.INTERVIEWER)
    made.held("A real candidate", Sitting())
    yield made
    made.close()


@pytest.fixture(scope="module")
def before(hub: HubSite) -> dict[str, list[Any]]:
    return rows(hub.engine)


@pytest.fixture(scope="module")
def seeded(hub: HubSite, before: dict[str, list[Any]]) -> HubSite:
    assert before
    asked = Asked(Profile.CN, COUNT, in_charge=["interviewer-en"], looked=["interviewer-en"])
    assert add(place_of(hub), hub.settings.promises, asked, NOW) == COUNT
    return hub


def test_every_sample_is_marked_and_spread_over_days_and_jobs(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        wanted = select(Interview).join(Candidate).where(Candidate.is_sample)
        held = session.scalars(wanted).all()
    assert {one.job_id for one in held} == set(JOBS)
    assert {one.state for one in held} == {"ended"}
    assert len({one.scheduled_at.date() for one in held}) > COUNT / 2
    assert all(0 <= (NOW - one.scheduled_at).days <= DAYS + 6 for one in held)


def test_no_sample_has_a_recording(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        recorded = select(Recording).join(
            Interview, Recording.interview_id == Interview.interview_id
        )
        assert not session.scalars(recorded.join(Candidate).where(Candidate.is_sample)).all()


def test_some_samples_cannot_be_scored_and_most_can(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        samples = select(ScoreRow.result).join(
            Interview, Interview.interview_id == ScoreRow.interview_id
        )
        results = session.scalars(samples.join(Candidate).where(Candidate.is_sample)).all()
    unscored = [one for one in results if '"total":null' in one]
    assert 0 < len(unscored) < len(results) / 2


def test_nobody_signs_in_as_one_of_the_sample_s_people(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        names = session.scalars(
            select(Account.name).where(Account.password_hash == NO_PASSWORD)
        ).all()
    assert len(names) == 3
    for name in names:
        assert check(seeded.engine, QUICK, name, NO_PASSWORD) is None
        assert check(seeded.engine, QUICK, name, PASSWORD) is None


def test_no_kiosk_is_the_sample_s_room(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        assert session.get_one(Kiosk, ROOM).revoked_at is not None


def test_one_promise_is_overdue_and_none_counts_in_the_figures(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        overdue = select(Promise).where(Promise.kept_at.is_(None), Promise.due_at < NOW)
        assert len(session.scalars(overdue).all()) == 1
        assert kept(session, datetime(2026, 1, 1, tzinfo=UTC), NOW).n == 0


def test_cards_on_samples_say_nothing_of_a_rater(seeded: HubSite) -> None:
    with reading(seeded.engine) as session:
        assert rater_means(session) == {}


def test_no_candidate_but_a_sample_is_judged_without_a_person(seeded: HubSite) -> None:
    drawn = course.draw(Random(3), setting_of(course.Kind.PLAIN, Profile.CN))  # noqa: S311 - made up
    with writing(seeded.engine) as session:
        wanted = select(Interview).join(Candidate).where(~Candidate.is_sample)
        row = session.scalars(wanted).one()
        case = Case(row, drawn, job_of(session, row), NOW)
        jury = Jury([1], 1, WorkingDays(None), 3)
        with pytest.raises(RatingError, match="Only samples"):
            Judging(session, Random(3), jury, NOW).judge(case, number=1, left=9)  # noqa: S311
        assert not session.scalars(decisions_on(row)).all()


def test_samples_are_added_once(seeded: HubSite) -> None:
    with pytest.raises(UnknownError, match="There are samples already"):
        add(place_of(seeded), seeded.settings.promises, Asked(Profile.CN, 1), NOW)


@pytest.mark.parametrize("count", [0, 301])
def test_a_number_of_samples_that_cannot_be_is_refused(count: int, seeded: HubSite) -> None:
    with pytest.raises(UnknownError, match="1 to 300"):
        add(place_of(seeded), seeded.settings.promises, Asked(Profile.CN, count), NOW)


def test_removing_leaves_everything_else_as_it_was(
    seeded: HubSite, before: dict[str, list[Any]]
) -> None:
    assert rows(seeded.engine) != before
    assert remove(place_of(seeded)) == COUNT
    assert rows(seeded.engine) == before
    with reading(seeded.headers) as session:
        headers = set(session.scalars(select(Header.recording_id)))
    assert headers == {one.id for one in _recordings(seeded)}
    assert not [one for one in (seeded.settings.store_dir / "resumes").iterdir() if one.is_file()]


def test_the_same_seed_gives_the_same_samples(seeded: HubSite) -> None:
    said = []
    for _ in range(2):
        add(place_of(seeded), seeded.settings.promises, Asked(Profile.EU, 3, seed=7), NOW)
        with reading(seeded.engine) as session:
            listed = select(Candidate.candidate_id, Candidate.name).where(Candidate.is_sample)
            results = select(ScoreRow.result).order_by(ScoreRow.interview_id)
            said.append((session.execute(listed).all(), session.scalars(results).all()))
        remove(place_of(seeded))
    assert said[0] == said[1]


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("kind", list(course.Kind))
def test_what_a_sample_sends_is_what_its_profile_and_consents_allow(
    profile: Profile, kind: course.Kind
) -> None:
    job = next(job for job in map(parse, jobs.shipped()) if job.id == JOBS[0])
    plan = plan_of(job, "0" * 32, profile)
    drawn = course.draw(Random(3), setting_of(kind, profile))  # noqa: S311 - made up, not a secret
    sent = messages.Sitting(Random(3), drawn, plan, job).messages()  # noqa: S311 - the same
    assert [one.seq for one in sent] == list(range(1, len(sent) + 1))
    allowed = {tag: on for on, tag in codec.kinds(profile)}
    for one in sent:
        tag = str(one.__struct_config__.tag)
        assert codec.decode(allowed[tag], codec.encode(one)) == one
    tags = {str(one.__struct_config__.tag) for one in sent}
    is_analysed = kind not in {course.Kind.REFUSED, course.Kind.WITHOUT_ANALYSIS}
    assert ("answer_features" in tags) is is_analysed
    sees_face = profile is Profile.CN and kind not in {
        course.Kind.REFUSED,
        course.Kind.WITHOUT_FACE,
    }
    assert (Channel.BEHAVIOUR in {allowed[tag] for tag in tags}) is sees_face


def _recordings(hub: HubSite) -> list[Recording]:
    with reading(hub.engine) as session:
        return list(session.scalars(select(Recording)))
