"""HR at the candidates' pages: what the tests of them do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from tests.fakes.hub_browser import HubBrowser

if TYPE_CHECKING:
    from tests.fakes.hub_site import HubSite

RESUME = "工作经历\n2016.01-2019.12 江城银行\n教育背景\n2012-2016 江城大学 金融学 本科\n技能\nExcel"


def signed_in(hub: HubSite, name: str) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in(name)
    return made


def added(browser: HubBrowser, name: str, **details: str) -> str:
    answer = browser.post("/candidates/new", name=name, **details)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def upload(browser: HubBrowser, path: str, data: bytes, name: str = "简历.pdf") -> str:
    form = {"csrf": browser.csrf()}
    answer = browser.client.post(f"{path}/resumes", data=form, files={"resume": (name, data)})
    return answer.text if answer.status_code == 200 else answer.headers["location"]


def candidate_of(hub: HubSite, interview_id: str) -> str:
    with reading(hub.engine) as session:
        return f"/candidates/{session.get_one(Interview, interview_id).candidate_id}"


def entries(hub: HubSite, action: str) -> int:
    counted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    with reading(hub.engine) as session:
        return session.scalar(counted) or 0
