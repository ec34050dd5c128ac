"""What the guard writes down: each view, each refusal, and nothing shown without its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.web.refusals import STRANGERS_A_MINUTE, WINDOW_S, Refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.hub.web.conftest import Sample


def newest(sample: Sample) -> AuditEntry:
    with reading(sample.hub.engine) as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


@pytest.fixture
def unwritable_log(sample: Sample) -> Iterator[None]:
    with writing(sample.hub.engine) as session:
        session.execute(
            text(
                "CREATE TRIGGER no_log BEFORE INSERT ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
    yield
    with writing(sample.hub.engine) as session:
        session.execute(text("DROP TRIGGER no_log"))


def test_each_view_is_one_entry_that_names_what_was_seen_and_nobody(sample: Sample) -> None:
    browser = sample.browser(Role.HR_MANAGER)
    before = newest(sample).id
    browser.get(f"/interviews/{sample.interview_id}")
    entry = newest(sample)
    assert (entry.id, entry.action, entry.subject) == (
        before + 1,
        "view_interview",
        sample.interview_id,
    )
    assert entry.actor == sample.actor(Role.HR_MANAGER)


def test_a_refusal_is_one_entry_and_its_repetitions_are_counted(sample: Sample) -> None:
    browser = sample.browser(Role.TECHNICIAN)
    before = newest(sample).id
    for _ in range(12):
        browser.get(f"/interviews/{sample.interview_id}")
    refused = select(AuditEntry).where(AuditEntry.id > before, AuditEntry.action == "refused")
    with reading(sample.hub.engine) as session:
        entries = session.scalars(refused.order_by(AuditEntry.id)).all()
    said = "GET /interviews/{interview_id} see_scores 404"
    assert [one.detail for one in entries] == [said, f"{said} x10"]
    assert {one.actor for one in entries} == {sample.actor(Role.TECHNICIAN)}
    assert {one.subject for one in entries} == {sample.interview_id}


def test_what_does_not_exist_is_refused_without_writing_what_was_typed(sample: Sample) -> None:
    sample.browser(Role.HR_MANAGER).get("/interviews/李四的面试")
    assert (newest(sample).action, newest(sample).subject) == ("refused", "")


def test_a_strangers_refusal_names_a_pseudonym_of_the_address(sample: Sample) -> None:
    sample.browser().get(f"/interviews/{sample.interview_id}")
    entry = newest(sample)
    assert entry.action == "refused"
    assert entry.actor.startswith("address:")
    assert "testclient" not in entry.actor


def test_what_cannot_be_written_down_is_not_shown(sample: Sample, unwritable_log: None) -> None:
    assert unwritable_log is None
    browser = sample.browser(Role.HR_MANAGER)
    assert "session" not in " ".join(browser.client.cookies)  # signing in is an entry as well


def test_a_view_that_cannot_be_written_down_is_an_error_page(
    sample: Sample, request: pytest.FixtureRequest
) -> None:
    browser = sample.browser(Role.HR_MANAGER)
    shown = browser.get(f"/interviews/{sample.interview_id}")
    request.getfixturevalue("unwritable_log")
    for path in (
        f"/interviews/{sample.interview_id}",
        "/interviews",
        f"/recordings/{sample.hub.recordings(sample.interview_id, 'media')[0].id}/video",
    ):
        answer = browser.get(path)
        assert answer.status_code == 503
        assert "H-STORAGE-001" in answer.text
        assert "alert" not in answer.text
    assert shown.status_code == 200
    assert "alert" in shown.text


def test_of_equal_refusals_the_first_the_tenth_and_the_hundredth_are_told() -> None:
    refusals = Refusals()
    told = [refusals.take("one", 0.0, is_stranger=False) for _ in range(100)]
    assert [at for at, text in enumerate(told, 1) if text is not None] == [1, 10, 100]
    assert refusals.take("one", WINDOW_S + 1, is_stranger=False) == ""


def test_a_flood_from_many_addresses_is_bounded_and_still_counted() -> None:
    refusals = Refusals()
    told = [refusals.take(address, 0.0, is_stranger=True) for address in range(1000)]
    assert sum(one is not None for one in told) == STRANGERS_A_MINUTE
    assert refusals.take("next", 61.0, is_stranger=True) == " and 940 of strangers"


def test_a_wrong_password_is_an_entry_that_names_neither_person_nor_address(sample: Sample) -> None:
    browser = sample.browser()
    browser.sign_in("hr_staff-zh", "a wrong guess!")
    entry = newest(sample)
    assert (entry.action, entry.subject, entry.detail[:13]) == ("refused", "", "POST /sign-in")
    assert entry.actor.startswith("address:")
    assert "testclient" not in entry.actor
    before = entry.id
    browser.sign_in("nobody-at-all", "another wrong guess!")
    assert newest(sample).id == before
