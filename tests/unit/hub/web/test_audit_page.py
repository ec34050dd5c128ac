"""The auditor's page: the log in words, its filters, its state, its downloads."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from hub.people import audit, audit_state
from hub.people.audit_check import Stored
from hub.people.audit_export import Named
from hub.people.audit_names import Names
from hub.people.rights import Role
from hub.storage.chain import Linked
from hub.storage.database import writing
from hub.web.audit.phrases import PHRASES, sentence
from provisioning import audit_verify
from provisioning.errors import AuditError
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from tests.unit.hub.web.conftest import Sample
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.hub_browser import HubBrowser

PERSON, CANDIDATE = "张三", "李四"


@pytest.fixture(scope="module")
def zhang(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    hub = HubSite(tmp_path_factory.mktemp("zhang"))
    hub.person(Role.AUDITOR)
    hub.person(Role.AUDITOR, Language.ZH)
    hub.person(Role.HR_MANAGER)
    with writing(hub.engine) as session:
        session.execute(
            text("UPDATE account SET name = :name WHERE role = 'hr_manager'"), {"name": PERSON}
        )
    interview_id = hub.held(CANDIDATE, Sitting())
    recording = hub.recordings(interview_id, "media")[0].id
    with writing(hub.engine) as session:
        audit.record(session, "account:3", "open_recording", recording, "play")
        audit.record(session, "account:3", "play_recording", recording, "12.0-42.0")
        audit.record(session, "account:3", "view_interview", interview_id)
        audit.record(session, "account:3", "something_new", "x", "y")
    yield Sample(hub, interview_id)
    hub.close()


@pytest.fixture
def auditor(zhang: Sample) -> HubBrowser:
    return zhang.browser(Role.AUDITOR)


def zh(zhang: Sample) -> HubBrowser:
    browser = zhang.browser()
    browser.sign_in("auditor-zh")
    return browser


def acts(page: str) -> list[str]:
    return re.findall(r'<td class="act"[^>]*>(.*?)</td>', page)


def test_entries_are_sentences_with_names_in_both_languages(
    zhang: Sample, auditor: HubBrowser
) -> None:
    english, chinese = auditor.get("/audit").text, zh(zhang).get("/audit").text
    assert "watched the interview video of candidate 李四" in acts(english)
    assert "played 0:12–0:42 of the interview video of candidate 李四" in acts(english)
    assert "something_new x y" in acts(english)
    assert "查看候选人李四的面试视频" in acts(chinese)
    assert "播放候选人李四的面试视频 0:12–0:42" in acts(chinese)
    assert PERSON in english


def test_reading_the_log_is_an_entry_of_the_log(auditor: HubBrowser) -> None:
    auditor.get("/audit")
    assert "read the audit log" in acts(auditor.get("/audit").text)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("person=张", 4),
        ("person=account:3", 4),
        ("candidate=李&person=张", 3),
        ("candidate=nobody", 0),
        ("action=open_recording", 1),
        ("person=张&action=view_interview&start=2020-01-01", 1),
        ("end=2020-01-01", 0),
    ],
)
def test_the_log_is_narrowed_by_person_candidate_act_and_day(
    query: str, shown: int, auditor: HubBrowser
) -> None:
    page = auditor.get(f"/audit?{query}").text
    assert len(acts(page)) == shown
    assert ("No entry matches" in page) == (shown == 0)


def test_a_day_that_is_none_is_said_beside_the_field_and_kept(auditor: HubBrowser) -> None:
    page = auditor.get("/audit?start=yesterday").text
    assert "A day looks like 2026-01-31." in page
    assert 'value="yesterday"' in page


def test_older_entries_are_on_the_next_page(zhang: Sample, auditor: HubBrowser) -> None:
    with writing(zhang.hub.engine) as session:
        for number in range(60):
            audit.record(session, "command:root", "add_account", str(number))
    page = auditor.get("/audit?person=command:root&action=add_account").text
    older = re.search(r'href="(/audit\?[^"]*before=\d+)"', page)
    assert older is not None
    assert len(acts(page)) == 50
    rest = auditor.get(older[1].replace("&amp;", "&")).text
    assert 10 <= len(acts(rest)) < 20


def test_the_page_says_how_far_the_log_was_verified(zhang: Sample, auditor: HubBrowser) -> None:
    assert auditor.post("/audit/verify").status_code == 303
    page = auditor.get("/audit").text
    last = audit_state.last_check(zhang.hub.engine)
    assert last is not None
    assert last.is_good
    assert f"Good up to entry {last.detail}" in page


def test_the_signed_download_is_good_for_the_verifier_that_has_no_hub(
    auditor: HubBrowser, zhang: Sample, tmp_path: Path
) -> None:
    answer = auditor.post("/audit/export", form="signed")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.jsonl"'
    export = tmp_path / "audit.jsonl"
    export.write_bytes(answer.content)
    root = zhang.hub.settings.identity.authority
    found = audit_verify.verify(export, root, None)
    assert found.newest is not None
    assert found.newest["action"] == "export_audit"
    export.write_bytes(answer.content.replace("李四".encode(), "李五".encode(), 1))
    with pytest.raises(AuditError, match="signature"):
        audit_verify.verify(export, root, None)


def test_the_download_for_reading_has_the_form_that_people_know(zhang: Sample) -> None:
    answer = zh(zhang).post("/audit/export", form="lines")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    pattern = re.compile(r"张三,\d{4}-\d\d-\d\d \d\d:\d\d,查看候选人李四的面试视频")
    assert sum(pattern.fullmatch(line) is not None for line in lines) == 1


def test_who_may_not_read_the_log_finds_nothing_there(zhang: Sample) -> None:
    browser = zhang.browser()
    browser.sign_in(PERSON)
    assert browser.get("/audit").status_code == 404
    assert browser.post("/audit/export", form="signed").status_code == 404


def test_the_page_asks_the_database_as_often_for_fifty_entries_as_for_one(
    zhang: Sample, auditor: HubBrowser
) -> None:
    counts = []
    for query in ("action=open_recording", ""):
        asked: list[str] = []

        def listen(*args: object, asked: list[str] = asked) -> None:
            asked.append(str(args[2]))

        event.listen(zhang.hub.engine, "before_cursor_execute", listen)
        auditor.get(f"/audit?{query}")
        event.remove(zhang.hub.engine, "before_cursor_execute", listen)
        counts.append(sum("SELECT" in one for one in asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("play", "watched the interview video of candidate 李四"),
        ("transcript", "read the interview transcript of candidate 李四"),
        ("captions", "read the interview transcript of candidate 李四"),
        ("résumé", "opened the résumé of candidate 李四 as a file"),
    ],
)
def test_what_was_opened_is_called_what_it_is(why: str, said: str) -> None:
    link = Linked(1, datetime.now(UTC), "account:3", "open_recording", "a1", why, "")
    named = Named(Stored(link, ""), Names({}, {"a1": CANDIDATE}))
    assert sentence(named, Language.EN).what == said


def test_every_phrase_fits_the_columns_of_the_log() -> None:
    assert all(len(action) <= 32 for action in PHRASES)
