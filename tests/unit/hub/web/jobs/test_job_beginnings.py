"""Where jobs come from and go to: the wizard, and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from hub.scoring import job as jobs
from hub.scoring.job_writing import write
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.workflow.jobs import shipped
from tests.fakes.hub_site import JOB
from tests.fakes.job_forms import form_of, shown, versions

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

SECOND = next(one for one in map(jobs.parse, shipped()) if one.version == 2)
DESCRIPTION = "负责信贷业务贷前调查，具备良好的风险控制能力和跨部门协作能力。"
TITLE = {"title.en": "Risk officer", "title.zh": "风控专员"}


def test_the_wizard_shows_its_reasons_and_makes_a_draft_of_what_is_chosen(
    hub: HubSite, browser: HubBrowser
) -> None:
    answer = browser.post("/jobs/new", **TITLE, description=DESCRIPTION)
    assert re.findall("<mark>(.*?)</mark>", answer.text)[:3] == ["信贷", "贷前", "风险"]
    assert 'name="pick.risk-control" value="on" checked' in answer.text
    assert 'name="pick.learning" value="on">' in answer.text
    none = browser.post("/jobs/new/draft", **TITLE, description=DESCRIPTION)
    assert "Please choose at least one competency." in shown(none)
    chosen = {"pick.learning": "on", "weight.learning": "many"}
    wrong = browser.post("/jobs/new/draft", **TITLE, description=DESCRIPTION, **chosen)
    assert wrong.status_code == 422
    assert 'name="pick.learning" value="on" checked' in wrong.text
    assert 'value="many"' in wrong.text
    chosen["weight.learning"] = "2.5"
    made = browser.post("/jobs/new/draft", **TITLE, description=DESCRIPTION, **chosen)
    assert made.headers["location"] == "/jobs/risk-officer/draft"
    assert versions(hub, "risk-officer") == []
    assert "Begun, not published yet" in shown(browser.get("/jobs"))
    revision = form_of(browser.get("/jobs/risk-officer/draft"))["revision"]
    browser.post("/jobs/risk-officer/draft/publish", revision=revision, note="First version")
    assert versions(hub, "risk-officer") == [1]
    second = browser.post("/jobs/new/draft", **TITLE, description="", **chosen)
    assert second.headers["location"] == "/jobs/risk-officer-2/draft"


def test_the_wizard_keeps_what_was_typed_when_something_is_missing(browser: HubBrowser) -> None:
    answer = browser.post("/jobs/new", **{"title.en": "Only English", "title.zh": ""})
    assert answer.status_code == 422
    assert 'value="Only English"' in answer.text
    assert 'id="title.zh-fault"' in answer.text
    long = browser.post("/jobs/new", **TITLE, description="长" * 20_001)
    assert "At most 20,000 characters." in shown(long)


def send_file(browser: HubBrowser, source: bytes) -> Response:
    return browser.client.post(
        "/jobs/import",
        data={"csrf": browser.csrf()},
        files={"file": ("job.toml", source, "application/toml")},
    )


def test_a_file_that_was_exported_is_the_file_that_was_imported(
    hub: HubSite, browser: HubBrowser
) -> None:
    source = write(replace(SECOND, id="imported-job", version=4))
    taken = send_file(browser, source)
    assert taken.headers["location"] == "/jobs/imported-job?version=4"
    given = browser.post("/jobs/imported-job/file", version="4")
    assert given.content == source
    assert 'filename="imported-job-4.toml"' in given.headers["content-disposition"]
    with reading(hub.engine) as session:
        wanted = select(AuditEntry).where(AuditEntry.subject == "imported-job")
        entries = session.scalars(wanted.order_by(AuditEntry.id)).all()
    assert [one.action for one in entries] == ["import_job", "export_job"]
    assert all(one.actor.startswith("account:") for one in entries)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (write(SECOND).replace(b"weight = 4.0", b"weight = -4.0"), "competencies[0].weight"),
        (b"id = ", "Invalid value"),
        (b"\xff\xfe", "decode"),
        (write(replace(SECOND, version=2)) + b"# other\n", "known with another text"),
        (b"", "Please choose a file."),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_nothing_is_kept(
    hub: HubSite, browser: HubBrowser, source: bytes, place: str
) -> None:
    before = versions(hub, JOB)
    answer = send_file(browser, source)
    assert answer.status_code == 422
    assert place in shown(answer)
    assert versions(hub, JOB) == before


def test_a_file_that_is_too_large_is_not_read(browser: HubBrowser) -> None:
    assert send_file(browser, b"#" * (jobs.MAX_BYTES + 1)).status_code == 413
