from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.scorecard import Scorecard
from hub.web.ratings.seconds import seconds_of
from tests.fakes.raters import COMPETENCIES, fill, rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite


def card(hub: HubSite, candidate: str) -> tuple[str, HubBrowser]:
    interview_id = hub.held(candidate, Sitting())
    return interview_id, rater(hub, f"Rater of {candidate}", interview_id)


def test_a_draft_is_kept_and_shown_again(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Dora Draft")
    fill(browser, interview_id, "5 -  ")
    page = browser.get(f"/interviews/{interview_id}").text
    assert 'name="rating-risk-control" value="5" checked' in page
    assert 'name="rating-finding-needs" value="none" checked' in page
    assert "Named the unpaid invoice risk-control</textarea>" in page
    assert 'value="0:25"' in page


def test_the_anchors_stand_beside_the_ratings(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Ann Anchored")
    page = browser.get(f"/interviews/{interview_id}").text
    assert 'class="anchors"' in page
    assert page.count('type="radio"') == len(COMPETENCIES) * 6
    assert not re.search(r'value="\w+" checked', page)


def test_what_is_missing_is_named_before_a_card_can_be_submitted(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Mia Missing")
    assert fill(browser, interview_id, "4 344", "review").headers["location"].endswith("/scorecard")
    page = browser.get(f"/interviews/{interview_id}/scorecard").text
    assert "Choose a rating, or that it could not be judged." in page
    assert "Submit for good" not in page
    browser.post(f"/interviews/{interview_id}/scorecard/submit")
    assert "looks at the figures" not in browser.get(f"/interviews/{interview_id}").text


def test_an_extreme_rating_wants_a_note_or_a_second(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Eva Extreme")
    path = f"/interviews/{interview_id}/scorecard"
    values = {f"rating-{name}": "3" for name in COMPETENCIES} | {"rating-integrity": "1"}
    browser.post(path, **values)
    assert "A 1 or a 5 wants evidence" in browser.get(path).text
    browser.post(path, **values, **{"at-integrity": "31"})
    assert "Submit for good" in browser.get(path).text


def test_a_wrong_time_is_told_beside_its_field_and_nothing_typed_is_lost(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Tom Time")
    page = browser.post(
        f"/interviews/{interview_id}/scorecard",
        **{"at-integrity": "soon", "note-risk-control": "A long thought", "rating-integrity": "4"},
    ).text
    assert "Write the time as minutes and seconds" in page
    assert 'value="soon"' in page
    assert "A long thought</textarea>" in page
    assert 'name="rating-integrity" value="4" checked' in page


def test_a_running_interview_is_rated_and_submitted_when_it_has_ended(hub: HubSite) -> None:
    interview_id = hub.held("Ron Running", Sitting(), ended=False)
    browser = rater(hub, "Early", interview_id)
    rate(browser, interview_id, "33333")
    page = browser.get(f"/interviews/{interview_id}/scorecard").text
    assert "The interview is still running." in page


def test_a_submitted_card_is_followed_never_changed(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Fay Followed")
    rate(browser, interview_id, "44444")
    assert "Something has changed" in fill(browser, interview_id, "11111").text
    path = f"/interviews/{interview_id}/scorecard/follow"
    assert "at least 10 characters" in browser.post(path, reason="short").text
    browser.post(path, reason="I had misheard the third answer.")
    rate(browser, interview_id, "44244")
    page = browser.get(f"/interviews/{interview_id}").text
    assert "later card: I had misheard the third answer." in page
    assert "replaced" in page
    wanted = select(Scorecard.number, Scorecard.mean).where(Scorecard.interview_id == interview_id)
    with reading(hub.engine) as session:
        kept = sorted(tuple(row) for row in session.execute(wanted))
    assert kept == [(1, 4.0), (2, pytest.approx(3.6))]


def test_each_change_of_a_card_is_one_audit_entry(hub: HubSite) -> None:
    interview_id, browser = card(hub, "Amy Audited")
    rate(browser, interview_id, "33333")
    wanted = select(AuditEntry.action).where(AuditEntry.subject == interview_id)
    with reading(hub.engine) as session:
        written = list(session.scalars(wanted.order_by(AuditEntry.id)))
    assert [one for one in written if "scorecard" in one] == ["save_scorecard", "submit_scorecard"]


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("scorecard", {"at-integrity": "soon"}),
        ("notes", {"at": "", "text": ""}),
        ("overrides", {"competency": "integrity", "choice": "", "reason": ""}),
        ("scorecard/follow", {"reason": ""}),
    ],
)
def test_a_form_that_is_shown_again_is_a_view_of_the_interview(
    hub: HubSite, form: str, fields: dict[str, str]
) -> None:
    interview_id, browser = card(hub, f"Vic Viewed {form}")
    wanted = select(AuditEntry.action).where(AuditEntry.subject == interview_id)
    page = browser.post(f"/interviews/{interview_id}/{form}", **fields)
    assert f"Vic Viewed {form}" in page.text
    with reading(hub.engine) as session:
        assert "view_interview" in session.scalars(wanted).all()


def test_nobody_rates_an_interview_that_a_colleague_is_in_charge_of(hub: HubSite) -> None:
    others = hub.held("Otto Others", Sitting())
    _, browser = card(hub, "Own One")
    assert fill(browser, others, "33333").status_code == 404
    assert browser.post(f"/interviews/{others}/notes", at="1", text="x").status_code == 404
    with reading(hub.engine) as session:
        counted = select(func.count()).where(Scorecard.interview_id == others)
        assert session.scalar(counted) == 0


@pytest.mark.parametrize(
    ("typed", "at"),
    [("83", 83), ("1:23", 83), ("1：23", 83), ("1:02:03", 3723), (" 0:00.5 ", 0.5), ("", None)],
)
def test_a_time_is_read_as_people_type_it(typed: str, at: float | None) -> None:
    assert seconds_of(typed) == at


@pytest.mark.parametrize("typed", ["soon", "1:99", "-3", "1:2:3:4", "99:00:00", "1e3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        seconds_of(typed)
