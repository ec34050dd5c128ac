from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.candidate_desk import RESUME, added, candidate_of, upload
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite


def test_duplicates_are_shown_and_merged_by_a_person_only(browser: HubBrowser) -> None:
    kept = added(browser, "Dora Double", phone="+86 138 0013 8077")
    other = added(browser, "Dora D.", phone="13800138077", email="dora@company.com")
    upload(browser, other, RESUME.encode())
    page = browser.get(kept).text
    assert "May be the same person" in page
    assert "the same telephone" in page
    merged = other.rpartition("/")[2]
    asked = browser.get(f"{kept}/merge?with={merged}").text
    assert "This cannot be undone." in asked
    assert "d•••@•••.com" in asked
    browser.post(f"{kept}/merge", **{"with": merged})
    page = browser.get(kept).text
    assert "May be the same person" not in page
    assert "江城大学" in page
    assert browser.get(other).status_code == 404
    assert "dora@company.com" in browser.post(f"{kept}/reveal", kind="email").text


def test_a_running_interview_refuses_a_merge(hub: HubSite, browser: HubBrowser) -> None:
    kept = added(browser, "Rob Running")
    running = candidate_of(hub, hub.held("Rob Running Two", Sitting(), ended=False))
    answer = browser.post(f"{kept}/merge", **{"with": running.rpartition("/")[2]})
    assert "Nothing was merged" in answer.text
    assert browser.get(running).status_code == 200


def test_a_merge_with_nobody_changes_nothing(browser: HubBrowser) -> None:
    kept = added(browser, "Sole Single")
    own = kept.rpartition("/")[2]
    assert browser.post(f"{kept}/merge", **{"with": own}).headers["location"] == kept
    assert browser.get(f"{kept}/merge?with={'0' * 32}").status_code == 404
