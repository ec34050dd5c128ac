from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_prompts import plan_of, prompt_an_interview
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("prompts"))
    made.person(Role.HR_MANAGER)
    made.person(Role.HR_MANAGER, Language.ZH)
    yield made
    made.close()


@pytest.fixture(scope="module")
def interview(hub: HubSite) -> str:
    interview_id = hub.held("Pia Prompted", Sitting())
    prompt_an_interview(hub, interview_id, "hr_manager-en")
    return interview_id


def page(hub: HubSite, name: str, interview_id: str) -> str:
    browser = HubBrowser(hub)
    browser.sign_in(name)
    return unescape(browser.get(f"/interviews/{interview_id}").text)


def test_prompts_stand_on_the_interviews_page_with_what_they_rested_on(
    hub: HubSite, interview: str
) -> None:
    hub.look("hr_manager-en", interview)
    shown = page(hub, "hr_manager-en", interview)
    assert "Little was said about results of one's own." in shown
    assert "20 %" in shown
    assert "0:06–0:07" in shown
    assert 'data-seek="12.0"' in shown
    assert "Dismissed by hr_manager-en" in shown
    assert "Not dismissed" in shown


def test_a_follow_up_names_who_asked_it(hub: HubSite, interview: str) -> None:
    hub.look("hr_manager-zh", interview)
    shown = page(hub, "hr_manager-zh", interview)
    offered = plan_of(hub, interview).follow_ups
    assert offered[0].text.zh in shown
    assert offered[4].text.zh in shown
    assert "由hr_manager-en追问" in shown
    assert "由终端追问" in shown


def test_whoever_has_not_rated_yet_sees_no_prompts(hub: HubSite) -> None:
    interview_id = hub.held("Una Unrated", Sitting())
    prompt_an_interview(hub, interview_id, "hr_manager-en", viewing_id="cd" * 16)
    hub.person(Role.INTERVIEWER)
    hub.put_in_charge("interviewer-en", interview_id)
    assert "Prompts and follow-ups" not in page(hub, "interviewer-en", interview_id)
