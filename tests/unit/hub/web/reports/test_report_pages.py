"""One click, one file: what stands in it, who gets it, and that it is written down."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pdfminer.high_level import extract_text
from sqlalchemy import select

from hub.people import site_key
from hub.people.rights import Role
from hub.reports.signed_report import PURPOSE
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from tests.fakes.sample_messages import Sitting
from wire import signed
from wire.errors import SignatureError
from wire.language import Language
from wire.policy import Purpose

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample


@pytest.fixture(scope="module")
def interview_id(sample: Sample) -> str:
    return sample.hub.held("Zoë Reporter", Sitting())


def report(sample: Sample, interview_id: str, kind: str, role: Role = Role.HR_MANAGER) -> bytes:
    browser = sample.browser(role)
    if role is Role.HR_MANAGER:
        browser.post(f"/interviews/{interview_id}/look")
    answer = browser.post(f"/interviews/{interview_id}/report", kind=kind)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


def text_of(pdf: bytes) -> str:
    return extract_text(BytesIO(pdf))


def test_a_report_is_printed_with_its_evidence(sample: Sample, interview_id: str) -> None:
    text = text_of(report(sample, interview_id, "pdf"))
    assert "Zoë Reporter" in text
    assert "looks at the figures" in text
    assert "A person decides." in text


def test_the_page_to_send_holds_the_same_and_no_script(sample: Sample, interview_id: str) -> None:
    page = report(sample, interview_id, "html").decode()
    assert "looks at the figures" in page
    assert "<script" not in page
    assert "http" not in page


def test_the_signed_file_is_verified_with_the_hubs_certificate(
    sample: Sample, interview_id: str
) -> None:
    file = report(sample, interview_id, "json")
    certificate = site_key.load(sample.hub.settings.identity).certificate
    assert interview_id.encode() in signed.verify(PURPOSE, file, certificate)
    with pytest.raises(SignatureError):
        signed.verify(PURPOSE, file.replace(b"Zo", b"Jo"), certificate)


def test_a_report_that_was_given_is_in_the_log(sample: Sample, interview_id: str) -> None:
    report(sample, interview_id, "html")
    wanted = select(AuditEntry.detail).where(
        AuditEntry.action == "export_report", AuditEntry.subject == interview_id
    )
    with reading(sample.hub.engine) as session:
        assert "html" in set(session.scalars(wanted))


def test_who_has_not_rated_yet_gets_no_score(sample: Sample, interview_id: str) -> None:
    sample.hub.put_in_charge("interviewer-en", interview_id)
    page = report(sample, interview_id, "html", Role.INTERVIEWER).decode()
    assert "Hidden until your own scorecard is submitted." in page
    assert "looks at the figures" not in page


def test_a_report_of_a_sample_says_so_first(sample: Sample) -> None:
    interview_id = sample.hub.held("Made Up", Sitting())
    with writing(sample.hub.engine) as session:
        candidate_id = session.get_one(Interview, interview_id).candidate_id
        session.get_one(Candidate, candidate_id).is_sample = True
    text = text_of(report(sample, interview_id, "pdf"))
    assert "the person and what was said are made up" in text


def test_a_report_says_what_was_not_agreed_to(sample: Sample) -> None:
    consents = {one: one is not Purpose.FACE_ANALYSIS for one in Purpose}
    made = sample.hub.held("Ray Refuses", Sitting(consents=consents))
    page = report(sample, made, "html").decode()
    assert "Recording · Analysis of speech · Observation of face and posture: not given" in page


def test_a_report_can_be_read_in_chinese(sample: Sample, interview_id: str) -> None:
    name = sample.hub.person(Role.HR_MANAGER, Language.ZH)
    browser = sample.browser()
    browser.sign_in(name)
    text = text_of(browser.post(f"/interviews/{interview_id}/report", kind="pdf").content)
    assert "面试报告" in text
    assert "尚未作出决定" in text


def test_another_kind_of_file_is_not_made(sample: Sample, interview_id: str) -> None:
    browser = sample.browser(Role.HR_MANAGER)
    assert browser.post(f"/interviews/{interview_id}/report", kind="exe").status_code == 400
