"""Help that a candidate asked for: who sees it, and who says that somebody comes."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from hub.live.errors import LiveError
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)
LOCAL = AT.astimezone().strftime("%H:%M")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("help"))
    for role in (Role.HR_STAFF, Role.INTERVIEWER, Role.TECHNICIAN):
        made.person(role)
    made.person(Role.HR_MANAGER, Language.ZH)
    yield made
    made.close()


@pytest.fixture(scope="module")
def asking(hub: HubSite) -> str:
    """An interview that is held now, whose candidate waits for a person."""
    mine = hub.held("Hella Help", Sitting(), ended=False)
    with writing(hub.engine) as session:
        of = update(Interview).where(Interview.interview_id == mine)
        session.execute(of.values(help_wanted_at=AT))
    return mine


def browser(hub: HubSite, name: str) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in(name)
    return made


def promises(hub: HubSite) -> list[str]:
    wanted = select(AuditEntry.subject).where(AuditEntry.action == "promise_help")
    with reading(hub.engine) as session:
        return list(session.scalars(wanted))


def test_the_list_and_the_page_say_since_when_a_candidate_waits(hub: HubSite, asking: str) -> None:
    for address in ("/interviews", f"/interviews/{asking}"):
        shown = unescape(browser(hub, "hr_staff-en").get(address).text)
        assert "Asks for help since" in shown
        assert LOCAL in shown
        assert "Say that somebody is coming" in shown
    assert "告知有人前来" in browser(hub, "hr_manager-zh").get("/interviews").text


def test_hr_says_that_somebody_comes_and_the_log_says_who_did(hub: HubSite, asking: str) -> None:
    staff = browser(hub, "hr_staff-en")
    answer = staff.post(f"/interviews/{asking}/help")
    assert (answer.status_code, staff.switchboard.promised) == (303, [asking])
    assert promises(hub) == [asking]
    shown = unescape(staff.get(answer.headers["location"]).text)
    assert "The kiosk is being told that somebody is coming." in shown


def test_who_cannot_reach_the_kiosk_is_told_to_go_at_once(hub: HubSite, asking: str) -> None:
    staff = browser(hub, "hr_staff-en")
    staff.switchboard.raises = LiveError("away")
    answer = staff.post(f"/interviews/{asking}/help")
    assert "Go to the candidate at once." in staff.get(answer.headers["location"]).text


def test_nobody_promises_help_to_whom_they_may_not_see_or_who_does_not_wait(
    hub: HubSite, asking: str
) -> None:
    other = hub.held("Nora Need", Sitting(), ended=False)
    for name in ("interviewer-en", "technician-en"):
        stranger = browser(hub, name)
        assert stranger.post(f"/interviews/{asking}/help").status_code == 404
        assert stranger.switchboard.promised == []
    staff = browser(hub, "hr_staff-en")
    answer = staff.post(f"/interviews/{other}/help")
    assert answer.headers["location"] == f"/interviews/{other}"
    assert staff.switchboard.promised == []
