"""Offers that come to nothing: each says why, with a code."""

from __future__ import annotations

import pytest

from hub.live import viewings
from hub.live.errors import DeclinedError, LiveError, NoAnswerError
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending
from tests.unit.hub.web.viewings.conftest import OFFER, Held, offer
from wire.messages.signal import LONGEST_SDP, NotNow


@pytest.mark.parametrize(
    ("raised", "status", "code", "why"),
    [
        (DeclinedError(NotNow.NO_INTERVIEW), 409, "H-LIVE-003", "no_interview"),
        (DeclinedError(NotNow.NOT_UNDERSTOOD), 409, "H-LIVE-003", "not_understood"),
        (NoAnswerError("Silence."), 503, "H-LIVE-002", None),
        (LiveError("Away."), 503, "H-LIVE-001", None),
    ],
    ids=["declined", "not understood", "no answer", "away"],
)
def test_what_goes_wrong_is_a_problem_with_a_code(
    held: Held, raised: LiveError, status: int, code: str, why: str | None
) -> None:
    browser = held.browser()
    browser.switchboard.raises = raised
    answer = offer(browser, held.mine)
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told.get("why") == why
    assert ("retry-after" in answer.headers) == (status == 503)
    assert [row.ending for row in held.rows()] == [Ending.UNANSWERED]


def test_an_interview_that_is_over_is_declined_without_asking(held: Held) -> None:
    browser = held.browser()
    with writing(held.hub.engine) as session:
        session.get_one(Interview, held.mine).state = "ended"
    answer = offer(browser, held.mine)
    with writing(held.hub.engine) as session:
        session.get_one(Interview, held.mine).state = "running"
    assert (answer.status_code, answer.json()["why"]) == (409, "no_interview")
    assert (browser.switchboard.offers, held.rows()) == ([], [])


def test_more_viewings_than_a_person_has_are_declined(held: Held) -> None:
    browser = held.browser()
    for _ in range(viewings.MOST_OF_ONE):
        assert offer(browser, held.mine).status_code == 201
    answer = offer(browser, held.mine)
    assert (answer.status_code, answer.json()["code"]) == (409, "H-LIVE-004")
    assert answer.json()["why"] == "too_many"


BAD = {
    "nothing": b"",
    "no SDP": b"hello",
    "bytes": b"v=0\r\n\xff",
    "a null": b"v=0\r\n\0",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_what_is_no_offer_is_refused(held: Held, body: bytes) -> None:
    browser = held.browser()
    answer = offer(browser, held.mine, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "H-LIVE-005")
    assert held.rows() == []


def test_an_offer_is_bounded_and_of_one_type(held: Held) -> None:
    browser = held.browser()
    longest = OFFER.ljust(LONGEST_SDP, b"a")
    assert offer(browser, held.mine, longest).status_code == 201
    assert offer(browser, held.mine, longest + b"a").status_code == 413
    assert offer(browser, held.mine, OFFER, Content_Type="text/plain").status_code == 415


def test_without_the_sessions_token_nothing_happens(held: Held) -> None:
    browser = held.browser()
    location = offer(browser, held.mine).headers["location"]
    assert offer(browser, held.mine, X_CSRF_Token="guessed").status_code == 403
    assert offer(browser, held.mine, Sec_Fetch_Site="cross-site").status_code == 403
    assert browser.client.delete(location).status_code == 403
    assert (len(browser.switchboard.offers), browser.switchboard.left) == (1, [])
