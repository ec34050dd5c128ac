from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, true

from hub.errors import UnknownError
from hub.people import audit, links
from hub.people.audit_names import names
from hub.people.looked import looked
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.resume import Resume
from hub.storage.tables.resume_field import ResumeField
from hub.workflow import candidates
from hub.workflow.candidate_errors import MergeError
from hub.workflow.duplicates import alike, similarity
from hub.workflow.merging import merge, referring
from tests.fakes import hub_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.hub_database import HubDatabase

VALUES = st.frozensets(st.sampled_from("abcdefgh"))


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubDatabase]:
    made = hub_database.make(tmp_path)
    yield made
    made.close()


def with_resume(hub: HubDatabase, name: str, skills: str) -> str:
    candidate_id = candidates.add(hub.engine, name)
    with writing(hub.engine) as session:
        session.add(resume_of(candidate_id))
        session.flush()
        session.add_all(
            ResumeField(
                resume_id=candidate_id[::-1],
                position=position,
                name="skill",
                entry=0,
                machine=skill,
                line=1,
            )
            for position, skill in enumerate(skills)
        )
    return candidate_id


def resume_of(candidate_id: str) -> Resume:
    return Resume(
        resume_id=candidate_id[::-1],
        candidate_id=candidate_id,
        kind="text",
        body="resumes/none",
        plain_bytes=1,
        sha256="0" * 64,
        fingerprint=candidate_id,
        text_sealed=b"sealed",
        language="zh",
        lines=1,
        read_by="1",
        uploaded_at=datetime.now(UTC),
    )


def namesakes(hub: HubDatabase, candidate_id: str) -> list[str]:
    with reading(hub.engine) as session:
        row = session.get_one(Candidate, candidate_id)
        return [one.row.candidate_id for one in alike(session, row, true())]


def test_who_looked_at_a_merged_file_is_told_of_the_kept_one(hub: HubDatabase) -> None:
    first, second, third = (candidates.add(hub.engine, name) for name in ("A", "B", "C"))
    resume_id = with_resume(hub, "D", "abc")[::-1]
    with writing(hub.engine) as session:
        for one in (first, second, third):
            audit.record(session, "account:1", "view_candidate", one)
        audit.record(session, "account:1", "open_recording", resume_id, "résumé")
    merge(hub.engine, second, first, "account:1")
    merge(hub.engine, third, second, "account:1")
    merge(hub.engine, third, resume_id[::-1], "account:1")
    told = [one.action for one in looked(hub.engine, third)]
    assert told == ["open_resume", *["view_candidate"] * 3]
    with reading(hub.engine) as session:
        known = names(session, [first, second, third, resume_id]).candidates
    assert known == dict.fromkeys((first, second, third, resume_id), "C")


def test_a_link_of_the_merged_file_does_not_open_the_kept_one(hub: HubDatabase) -> None:
    kept, merged = candidates.add(hub.engine, "Kept"), candidates.add(hub.engine, "Merged")
    now = datetime.now(UTC)
    with writing(hub.engine) as session:
        own, others = (links.give(session, one, "account:1", now) for one in (kept, merged))
    merge(hub.engine, kept, merged, "account:1")
    assert links.find(hub.engine, own, now) == kept
    assert links.find(hub.engine, others, now) is None


def test_every_row_that_names_the_merged_candidate_names_the_kept_one(hub: HubDatabase) -> None:
    kept = candidates.add(hub.engine, "Kept")
    merged = with_resume(hub, "Merged", "abc")
    with writing(hub.engine) as session:
        session.get_one(Interview, hub.interview_id).candidate_id = merged
    merge(hub.engine, kept, merged, "account:1")
    assert {"interview", "resume", "candidate_detail"} <= {one.table.name for one in referring()}
    with reading(hub.engine) as session:
        assert session.get(Candidate, merged) is None
        assert session.get_one(Interview, hub.interview_id).candidate_id == kept
        for column in referring():
            assert session.scalar(select(func.count()).where(column == merged)) == 0
        entry = session.scalars(select(AuditEntry)).all()[-1]
    assert (entry.action, entry.subject, entry.detail) == ("merge_candidates", kept, merged)


def test_a_running_interview_or_a_sample_refuses_a_merge_and_nothing_moves(
    hub: HubDatabase,
) -> None:
    one, sample = (candidates.add(hub.engine, "One", is_sample=is_it) for is_it in (False, True))
    with pytest.raises(MergeError, match="H-CANDIDATE-002"):
        merge(hub.engine, one, sample, "account:1")
    with writing(hub.engine) as session:
        row = session.get_one(Interview, hub.interview_id)
        row.state, running = "running", row.candidate_id
    with pytest.raises(MergeError, match="H-CANDIDATE-002"):
        merge(hub.engine, one, running, "account:1")
    with pytest.raises(UnknownError):
        merge(hub.engine, one, one, "account:1")
    with reading(hub.engine) as session:
        assert session.get_one(Interview, hub.interview_id).candidate_id == running


def test_namesakes_are_alike_only_with_similar_resumes(hub: HubDatabase) -> None:
    one = with_resume(hub, "陳大文", "abcd")
    same = with_resume(hub, "陈大文", "abce")
    with_resume(hub, "陈大文", "wxyz")
    with_resume(hub, "Somebody Else", "abcd")
    assert namesakes(hub, one) == [same]


@settings(max_examples=40)
@given(VALUES, VALUES)
def test_similarity_is_the_same_from_both_sides_and_whole_for_equals(
    one: frozenset[str], other: frozenset[str]
) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == (1.0 if len(one) >= 3 else 0.0)
