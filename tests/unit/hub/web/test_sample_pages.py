"""Samples say what they are on every page that shows them, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.appeal import Appeal
from hub.storage.tables.interview import Interview
from hub.workflow.resumes.intake import Place
from hub.workflow.samples.adding import Asked, add
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 14
BADGE = {Language.EN: ">Sample</span>", Language.ZH: ">样例</span>"}
NOTHING = {Language.EN: "A sample has no recording.", Language.ZH: "样例没有录像。"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("hub"))
    names = [made.person(Role.HR_MANAGER, language) for language in Language]
    place = Place(made.engine, made.headers, made.vault, made.settings.store_dir)
    asked = Asked(Profile.CN, COUNT, looked=names)
    add(place, made.settings.promises, asked, datetime.now(UTC))
    yield made
    made.close()


def manager(hub: HubSite, language: Language) -> HubBrowser:
    browser = HubBrowser(hub)
    browser.sign_in(f"hr_manager-{language.value}")
    return browser


def interviews(hub: HubSite) -> list[str]:
    with reading(hub.engine) as session:
        held = select(Interview.interview_id).where(Interview.job_id == "software-engineer")
        return list(session.scalars(held.order_by(Interview.scheduled_at).limit(2)))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", ["/interviews", "/candidates"])
def test_each_line_of_a_list_is_marked(path: str, language: Language, hub: HubSite) -> None:
    assert manager(hub, language).get(path).text.count(BADGE[language]) == COUNT


@pytest.mark.parametrize("language", list(Language))
def test_an_interview_is_marked_and_says_that_nothing_was_recorded(
    language: Language, hub: HubSite
) -> None:
    page = manager(hub, language).get(f"/interviews/{interviews(hub)[0]}").text
    assert BADGE[language] in page
    assert NOTHING[language] in page


def test_nothing_looks_playable_where_there_is_no_recording(hub: HubSite) -> None:
    browser = manager(hub, Language.EN)
    page = browser.get(f"/interviews/{interviews(hub)[0]}").text
    assert "data-seek" not in page
    assert "data-second" not in page


@pytest.mark.parametrize("language", list(Language))
def test_each_column_of_a_comparison_is_marked(language: Language, hub: HubSite) -> None:
    asked = "&".join(f"interview={one}" for one in interviews(hub))
    assert manager(hub, language).get(f"/compare?{asked}").text.count(BADGE[language]) == 2


def test_an_appeal_is_marked_in_its_list_and_on_its_page(hub: HubSite) -> None:
    with reading(hub.engine) as session:
        appeal = session.scalars(select(Appeal.appeal_id)).one()
    browser = manager(hub, Language.EN)
    for path in ("/appeals", f"/appeals/{appeal}"):
        assert BADGE[Language.EN] in browser.get(path).text


def test_raters_of_samples_agree_on_nothing_that_is_counted(hub: HubSite) -> None:
    assert "n = 0 interviews" in manager(hub, Language.EN).get("/agreement").text
