"""A candidate sees who looked at his or her data, in what role, and what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import accounts, audit
from hub.people.looked import Look, looked
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from tests.fakes import hub_database
from tests.fakes.hub_site import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.hub_database import HubDatabase


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubDatabase]:
    made = hub_database.make(tmp_path)
    yield made
    made.close()


def candidate_of(hub: HubDatabase) -> str:
    with reading(hub.engine) as session:
        return session.scalars(select(Interview.candidate_id)).one()


def acts(hub: HubDatabase, *entries: tuple[str, str, str, str]) -> None:
    with writing(hub.engine) as session:
        for actor, action, subject, detail in entries:
            audit.record(session, actor, action, subject, detail)


def short(looks: list[Look]) -> list[tuple[Role | None, str, str, str]]:
    return [(one.role, one.name, one.action, one.detail) for one in looks]


def test_looks_are_told_by_role_and_nobody_elses_are(hub: HubDatabase) -> None:
    anna = accounts.add(
        hub.engine, "Anna", Role.INTERVIEWER, "a long enough password", passwords=QUICK
    )
    candidate = candidate_of(hub)
    acts(
        hub,
        (f"account:{anna}", "view_interview", hub.interview_id, ""),
        (f"account:{anna}", "view_candidate", candidate, ""),
        (f"account:{anna}", "play_recording", hub.interview_id, "0.0-30.0"),
        (f"account:{anna}", "view_candidate", "f" * 32, ""),
        (f"account:{anna}", "decide", hub.interview_id, "rejected"),
        ("command:root", "export_recording", hub.interview_id, "a secret detail"),
    )
    assert short(looked(hub.engine, candidate)) == [
        (None, "", "export_recording", ""),
        (Role.INTERVIEWER, "", "play_recording", "0.0-30.0"),
        (Role.INTERVIEWER, "", "view_candidate", ""),
        (Role.INTERVIEWER, "", "view_interview", ""),
    ]


def test_names_are_told_only_where_the_site_says_so(hub: HubDatabase) -> None:
    anna = accounts.add(
        hub.engine, "Anna", Role.HR_MANAGER, "a long enough password", passwords=QUICK
    )
    acts(hub, (f"account:{anna}", "view_interview", hub.interview_id, ""))
    candidate = candidate_of(hub)
    assert [one.name for one in looked(hub.engine, candidate)] == [""]
    assert [one.name for one in looked(hub.engine, candidate, with_names=True)] == ["Anna"]


def test_of_nobody_nothing_is_told(hub: HubDatabase) -> None:
    acts(hub, ("account:1", "view_candidate", "", ""))
    assert looked(hub.engine, "") == []
