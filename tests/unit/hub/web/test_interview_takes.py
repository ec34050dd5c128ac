from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from hub.people.rights import Role
from hub.storage.database import writing
from hub.storage.tables.answer import Answer
from hub.storage.tables.interview import Interview
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_prompts import tell
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language
from wire.messages.events import HelpCalled, NotUnderstood, Paused, Resumed

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("takes"))
    made.person(Role.HR_MANAGER)
    made.person(Role.HR_MANAGER, Language.ZH)
    yield made
    made.close()


@pytest.fixture(scope="module")
def interview(hub: HubSite) -> str:
    """The second answer is a take that does not count; the third was written."""
    mine = hub.held("Tessa Takes", Sitting())
    said: dict[str, Any] = {"stream_id": mine, "at": AT, "stage": 1}
    later = {**said, "at": AT + timedelta(seconds=95)}
    tell(
        hub,
        mine,
        [
            HelpCalled(**said, seq=9101, pts=12.0),
            NotUnderstood(**said, seq=9102, pts=13.0),
            Paused(**said, seq=9103, pts=14.0),
            Resumed(**later, seq=9104, pts=14.0),
        ],
    )
    with writing(hub.engine) as session:
        of = update(Answer).where(Answer.interview_id == mine)
        session.execute(of.where(Answer.answer == 1).values(counted=False))
        session.execute(of.where(Answer.answer == 2).values(take=2, typed=True))
    return mine


def page(hub: HubSite, name: str, address: str) -> str:
    browser = HubBrowser(hub)
    browser.sign_in(name)
    return unescape(browser.get(address).text)


def test_takes_and_written_answers_are_told_apart(hub: HubSite, interview: str) -> None:
    shown = page(hub, "hr_manager-en", f"/interviews/{interview}")
    assert "Take 1 · does not count" in shown
    assert "Take 2 · counts" in shown
    assert "Written, not spoken" in shown
    assert "uncounted" in shown
    assert "第 1 次 · 不计入" in page(hub, "hr_manager-zh", f"/interviews/{interview}")


def test_help_and_pauses_stand_on_the_timeline(hub: HubSite, interview: str) -> None:
    shown = page(hub, "hr_manager-en", f"/interviews/{interview}")
    assert shown.count('class="wish"') == 3
    assert "The candidate asked for a person" in shown
    assert "The candidate did not understand the question" in shown
    assert "The candidate made a pause · 1 min 35 s" in shown


def test_the_list_of_interviews_says_who_asks_for_help(hub: HubSite) -> None:
    mine = hub.held("Hana Help", Sitting(), ended=False)
    assert "Asks for help since" not in page(hub, "hr_manager-en", "/interviews?candidate=hana")
    with writing(hub.engine) as session:
        session.get_one(Interview, mine).help_wanted_at = AT
    assert "Asks for help since" in page(hub, "hr_manager-en", "/interviews?candidate=hana")
    assert "起请求帮助" in page(hub, "hr_manager-zh", "/interviews?candidate=hana")
