"""A form is read only from somebody who may send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.people import links
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.hub_browser import HubBrowser
    from tests.unit.hub.web.conftest import Sample

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Body:
    """A large form; knows how much of it was asked for."""

    def __init__(self) -> None:
        self.pieces = 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(12):
            self.pieces += 1
            yield b"x" * 60_000


def sent(browser: HubBrowser, path: str, **headers: str) -> tuple[int, int]:
    """Send a form; give the status, and the pieces of it that were read."""
    body = Body()
    answer = browser.client.post(path, content=iter(body), headers=FORM | headers)
    return answer.status_code, body.pieces


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), (Role.HR_STAFF, 404), (Role.TECHNICIAN, 404)]
)
def test_the_form_of_somebody_without_the_right_is_not_read(
    role: Role | None, status: int, sample: Sample
) -> None:
    browser = sample.browser(role)
    assert sent(browser, f"/interviews/{sample.interview_id}/scorecard") == (status, 0)


def test_a_form_of_another_sites_page_is_not_read(sample: Sample) -> None:
    browser = sample.browser(Role.HR_MANAGER)
    path = f"/interviews/{sample.interview_id}/scorecard"
    assert sent(browser, path, origin="https://elsewhere.example") == (403, 0)


def test_a_form_to_a_link_that_opens_nothing_is_not_read(sample: Sample) -> None:
    assert sent(sample.browser(), f"/my/{'x' * 43}/appeal") == (404, 0)


def test_the_form_of_whoever_may_send_it_is_read_up_to_its_limit(sample: Sample) -> None:
    browser = sample.browser(Role.INTERVIEWER)
    path = f"/interviews/{sample.interview_id}/scorecard"
    status, pieces = sent(browser, path)
    assert (status, pieces > 0) == (413, True)
    with reading(sample.hub.engine) as session:
        candidate = session.get_one(Interview, sample.interview_id).candidate_id
    with writing(sample.hub.engine) as session:
        token = links.give(session, candidate, "account:1", browser.now)
    status, pieces = sent(browser, f"/my/{token}/appeal")
    assert (status, pieces > 0) == (413, True)
