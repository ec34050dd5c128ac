from __future__ import annotations

from datetime import UTC, datetime
from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.storage.database import writing
from hub.storage.tables.account import Account
from hub.storage.tables.rating import Rating
from hub.storage.tables.scorecard import Scorecard
from tests.fakes.raters import COMPETENCIES, fill, rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite


def address(*interviews: str) -> str:
    return "/compare?" + "&".join(f"interview={one}" for one in interviews)


def test_interviews_stand_in_the_order_in_which_they_were_chosen(
    hub: HubSite, staff: HubBrowser
) -> None:
    low, high = hub.held("Lowe", Sitting(heard=(0,))), hub.held("Highe", Sitting())
    for order in ((low, high), (high, low)):
        page = staff.get(address(*order)).text
        names = ["Lowe", "Highe"] if order[0] == low else ["Highe", "Lowe"]
        assert page.index(names[0]) < page.index(names[1])
        assert "Cannot score" in page
        assert "Nothing here ranks" in page


def test_people_and_machine_stand_side_by_side_and_overrides_beside_them(
    hub: HubSite, staff: HubBrowser
) -> None:
    one, other = hub.held("Ina", Sitting()), hub.held("Udo", Sitting())
    browser = rater(hub, "Comparer", one, other)
    rate(browser, one, "43343")
    word = {
        "competency": "risk-control",
        "choice": "2",
        "reason": "It was the question read aloud.",
    }
    assert browser.post(f"/interviews/{one}/overrides", **word).status_code == 303
    page = staff.get(address(one, other)).text
    assert "mean, n = 1" in page
    assert "Overridden by a person" in page
    assert "3.4" in page  # the machine's own score stays


def test_a_rater_compares_only_what_is_no_longer_hidden(hub: HubSite) -> None:
    one, other = hub.held("Ada", Sitting()), hub.held("Ben", Sitting())
    browser = rater(hub, "Half blind", one, other)
    rate(browser, one, "43343")
    fill(browser, other, "22222")
    page = browser.get(address(one, other)).text
    assert page.count("Hidden until your own card is submitted") == 2 * 5
    assert page.count("mean, n = 1") == 5
    assert page.count("looks at the figures") == 1


def test_one_or_six_interviews_are_not_compared(hub: HubSite, staff: HubBrowser) -> None:
    some = [hub.scheduled(f"Number {number}") for number in range(6)]
    for wanted in (some[:1], some, some[:1] * 3):
        assert "Choose two to five interviews" in staff.get(address(*wanted)).text


@pytest.mark.parametrize("stranger", ["0" * 32, "x"])
def test_what_one_may_not_see_is_not_compared(stranger: str, hub: HubSite) -> None:
    own, others = hub.scheduled("Own"), hub.scheduled("Others'")
    browser = rater(hub, f"Curious {stranger[:2]}", own)
    assert browser.get(address(own, others)).status_code == 404
    assert browser.get(address(own, stranger)).status_code == 404


def _card(hub: HubSite, interview_id: str, name: str, values: list[int]) -> None:
    now = datetime.now(UTC)
    with writing(hub.engine) as session:
        account = session.scalars(select(Account.id).where(Account.name == name)).one()
        card = Scorecard(
            interview_id=interview_id,
            account_id=account,
            number=1,
            saw_machine=False,
            begun_at=now,
            saved_at=now,
            submitted_at=now,
            mean=fmean(values),
        )
        session.add(card)
        session.flush()
        for competency, value in zip(COMPETENCIES, values, strict=True):
            row = Rating(scorecard_id=card.id, competency=competency, value=value)
            row.could_not_judge = False
            session.add(row)


def test_agreement_says_how_many_interviews_are_missing_and_then_gives_figures(
    hub: HubSite, staff: HubBrowser
) -> None:
    assert "Not enough data" in staff.get("/agreement?job=nothing").text
    for number in range(10):
        interview_id = hub.scheduled(f"Twice {number}")
        for rater_name, values in (("hr_manager-en", "43215"), ("hr_staff-en", "43325")):
            turned = values[number % 5 :] + values[: number % 5]
            _card(hub, interview_id, rater_name, [int(value) for value in turned])
    page = staff.get("/agreement").text
    assert "Not enough data" not in page
    assert "interval (95%)" in page
    assert "n = 10 interviews" in page
