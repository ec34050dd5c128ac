"""HR reads, changes and releases letters; candidates come by their own link."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import links
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.appeal import Appeal
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate_link import CandidateLink
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter, LetterKind
from hub.storage.tables.promise import Promise
from hub.workflow import blind, scores
from hub.workflow.act import Act
from hub.workflow.letters.content import decode
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.letter_box import LetterBox
from tests.fakes.raters import NOTE, rate, rater

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = "<script>alert('x')</script> Ada"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("letters"))
    for role in (Role.HR_MANAGER, Role.HR_STAFF, Role.INTERVIEWER):
        made.person(role)
    yield made
    made.close()


@pytest.fixture(scope="module")
def box(hub: HubSite) -> LetterBox:
    return LetterBox(hub)


@pytest.fixture
def mine(box: LetterBox) -> str:
    """Give an interview with a summary that the HR manager may see."""
    interview_id = box.held(HOSTILE)
    box.tend()
    see(box, interview_id)
    return interview_id


@pytest.fixture
def browser(hub: HubSite) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in("hr_manager-en")
    return made


def see(box: LetterBox, interview_id: str) -> None:
    by = box.visitor("hr_manager-en")
    with writing(box.hub.engine) as session:
        blind.look_unrated(Act(session, by, interview_id, box.now))


def link_of(box: LetterBox, interview_id: str) -> str:
    with writing(box.hub.engine) as session:
        candidate = session.get_one(Interview, interview_id).candidate_id
        return links.give(session, candidate, "account:1", box.now)


def seen(browser: HubBrowser, letter: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', browser.get(letter).text)
    assert found is not None
    return html.unescape(found[1])


def test_each_sentence_leads_to_its_second_of_the_recording(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    page = browser.get(f"/letters/{box.letter(mine).letter_id}").text
    seconds = re.findall(rf'href="/interviews/{mine}#at=([0-9.]+)"', page)
    assert "22.5" in seconds
    assert "looks at the figures" in page
    assert "<script>alert" not in page


def test_a_letter_stays_hidden_from_whoever_may_still_rate(
    box: LetterBox, browser: HubBrowser
) -> None:
    unseen = box.held("Ben")
    box.tend()
    letter = box.letter(unseen).letter_id
    page = browser.get(f"/letters/{letter}").text
    assert "Rate first" in page
    assert "looks at the figures" not in page
    assert browser.post(f"/letters/{letter}/release").status_code == 303
    assert box.letter(unseen).released_at is None


def test_staff_read_a_letter_and_release_none(box: LetterBox, mine: str, hub: HubSite) -> None:
    staff = HubBrowser(hub)
    staff.sign_in("hr_staff-en")
    letter = box.letter(mine).letter_id
    page = staff.get(f"/letters/{letter}").text
    assert "looks at the figures" in page
    assert "/release" not in page
    assert staff.post(f"/letters/{letter}/release").status_code == 404
    assert staff.get("/letters").status_code == 404


def test_staff_see_that_a_sentence_rests_on_a_card_and_not_its_note(
    box: LetterBox, browser: HubBrowser, hub: HubSite
) -> None:
    interview_id = box.held("Cleo")
    rate(rater(hub, "Rater of Cleo", interview_id), interview_id, "51342")
    box.tend()
    see(box, interview_id)
    staff = HubBrowser(hub)
    staff.sign_in("hr_staff-en")
    path = f"/letters/{box.letter(interview_id).letter_id}"
    assert NOTE in browser.get(path).text
    page = staff.get(path).text
    assert "scorecard of Rater of Cleo" in page
    assert NOTE not in page


def test_a_changed_sentence_is_what_is_released_and_the_composed_one_stays_in_sight(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    letter = f"/letters/{box.letter(mine).letter_id}"
    words = {"sentence": "0", "text": "You told us.", "seen": seen(browser, letter)}
    short = browser.post(f"{letter}/edit", **words, reason="short")
    assert "Give a reason" in short.text
    assert "You told us." in short.text
    done = browser.post(f"{letter}/edit", **words, reason="Clearer than before.")
    assert done.status_code == 303
    page = browser.get(letter).text
    assert "Composed as:" in page
    assert browser.post(f"{letter}/release", seen=seen(browser, letter)).status_code == 303
    own = browser.get(f"/my/{link_of(box, mine)}").text
    assert "You told us." in own
    assert "Composed as:" not in own


@pytest.mark.parametrize("number", ["x", "", "-1", "99999", "²"])
def test_a_sentence_that_is_not_there_is_not_changed(
    box: LetterBox, mine: str, browser: HubBrowser, number: str
) -> None:
    letter = f"/letters/{box.letter(mine).letter_id}"
    words = {"sentence": number, "text": "x", "seen": seen(browser, letter)}
    said = browser.post(f"{letter}/edit", **words, reason="long enough a reason")
    assert "Something has changed" in said.text


def test_a_promise_that_is_past_is_told_before_release_until_its_sentence_is_changed(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    warning, letter = "already past", f"/letters/{box.letter(mine).letter_id}"
    assert warning not in browser.get(letter).text
    with writing(box.hub.engine) as session:
        row = session.get_one(Letter, box.letter(mine).letter_id)
        row.content = re.sub(r'"due_at":"\d{4}', '"due_at":"2020', row.content)
        promised = len(decode(row.content).sentences) - 1
    assert warning in browser.get(letter).text
    form = {"sentence": str(promised), "reason": "The day is over.", "text": "You will hear of us."}
    browser.post(f"{letter}/edit", seen=seen(browser, letter), **form)
    assert warning not in browser.get(letter).text


def test_what_nobody_has_seen_is_not_released(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    letter = f"/letters/{box.letter(mine).letter_id}"
    before = seen(browser, letter)
    with writing(box.hub.engine) as session:
        scores.refresh(session, mine, box.now + timedelta(seconds=1))
    box.tend(1)
    for form in ("release", "edit"):
        words = {"sentence": "0", "text": "x", "reason": "long enough a reason"}
        said = browser.post(f"{letter}/{form}", **words, seen=before)
        assert "Something has changed" in said.text
    assert box.letter(mine).released_at is None
    browser.post(f"{letter}/release", seen=seen(browser, letter))
    assert box.letter(mine).released_at is not None


def test_the_list_says_what_waits_and_that_no_mail_server_is_there(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    page = browser.get("/letters").text
    assert box.letter(mine).letter_id in page
    assert "No mail server is configured" in page
    for state in ("way", "sent", "nonsense", "open&page=x"):
        assert browser.get(f"/letters?state={state}").status_code == 200


def test_a_promise_is_kept_another_way_with_a_reason(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    wanted = select(Promise).where(Promise.interview_id == mine)
    with reading(box.hub.engine) as session:
        number = session.scalars(wanted).one().id
    short = browser.post(f"/promises/{number}/kept", reason="called")
    assert "Give a reason" in short.text
    assert browser.post(f"/promises/{number}/kept", reason="Told her by phone.").status_code == 303
    assert "Told her by phone." in browser.get("/promises?state=kept").text
    with reading(box.hub.engine) as session:
        assert session.scalars(wanted).one().kept_by is not None
    assert browser.post("/promises/0/kept", reason="long enough a reason").status_code == 404
    assert browser.post("/promises/²/kept", reason="long enough a reason").status_code == 404


def test_a_rater_is_not_told_in_what_words_a_promise_was_kept(
    box: LetterBox, browser: HubBrowser, hub: HubSite
) -> None:
    interview_id = box.held("Erik")
    box.tend()
    with reading(hub.engine) as session:
        number = session.scalars(
            select(Promise.id).where(Promise.interview_id == interview_id)
        ).one()
    browser.post(f"/promises/{number}/kept", reason="Told him the refusal by phone.")
    see(box, interview_id)
    assert "the refusal" in browser.get("/promises?state=kept").text
    page = rater(hub, "Late keeper", role=Role.HR_MANAGER).get("/promises?state=kept").text
    assert "Erik" in page
    assert "the refusal" not in page


def test_an_unreleased_letter_is_not_on_the_candidates_page(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    page = browser.get(f"/my/{link_of(box, mine)}").text
    assert "Your letter is being prepared." in page
    assert "looks at the figures" not in page
    assert "<script>alert" not in page


def test_the_candidates_page_tells_what_is_kept_and_who_looked(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    browser.get(f"/interviews/{mine}")
    page = html.unescape(browser.get(f"/my/{link_of(box, mine)}").text)
    for told in ("encrypted, 1 min 16 s", "c•••@•••.org", "HR manager: your interview's page"):
        assert told in page
    assert "hr_manager-en" not in page
    assert "candidate@example.org" not in page
    chinese = HubBrowser(box.hub).get(f"/my/{link_of(box, mine)}?language=zh").text
    assert "谁查看过" in chinese
    assert "人事经理：您的面试页面" in chinese


def test_an_appeal_by_link_is_sealed_and_one_at_a_time(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    token = link_of(box, mine)
    assert "4000 characters" in browser.post(f"/my/{token}/appeal", interview=mine, text=" ").text
    sent = browser.post(f"/my/{token}/appeal", interview=mine, text="I was misheard.")
    assert sent.status_code == 303
    assert "You will have an answer by" in browser.get(f"/my/{token}").text
    again = browser.post(f"/my/{token}/appeal", interview=mine, text="Once more.")
    assert "your appeal is not answered yet. This one was not kept." in again.text
    with reading(box.hub.engine) as session:
        row = session.scalars(select(Appeal).where(Appeal.interview_id == mine)).one()
    assert b"misheard" not in row.sealed_text
    assert row.entered_by is None


def test_nobody_appeals_for_somebody_else(box: LetterBox, mine: str, browser: HubBrowser) -> None:
    other = box.held("Ben")
    said = browser.post(f"/my/{link_of(box, other)}/appeal", interview=mine, text="Not mine.")
    assert said.status_code == 404
    with reading(box.hub.engine) as session:
        candidate = session.get_one(Interview, other).candidate_id
        refused = select(AuditEntry.actor).where(AuditEntry.action == "refused")
        assert f"candidate:{candidate}" in session.scalars(refused).all()


def test_a_rater_is_not_told_by_the_kind_of_a_letter_how_it_was_decided(
    box: LetterBox, hub: HubSite
) -> None:
    interview_id = box.held("Dina")
    box.tend()
    box.decide(interview_id, "reject")
    box.tend()
    late = rater(hub, "Late rater", interview_id)
    blind_manager = rater(hub, "Late manager", role=Role.HR_MANAGER)
    listed = blind_manager.get("/letters").text
    assert "Dina" in listed
    assert "Answer with feedback" not in listed
    letter = f"/letters/{box.letter(interview_id, LetterKind.FEEDBACK).letter_id}"
    for path in (f"/interviews/{interview_id}/letters", letter):
        assert "Answer with feedback" not in late.get(path).text
    rate(late, interview_id, "33333")
    assert "Answer with feedback" in late.get(f"/interviews/{interview_id}/letters").text


def test_hr_makes_a_link_that_is_shown_once_and_takes_it_back(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    with reading(box.hub.engine) as session:
        candidate = session.get_one(Interview, mine).candidate_id
    page = browser.post(f"/candidates/{candidate}/link").text
    found = re.search(r"http://hub\.test(/my/[^\"]+)", page)
    assert found is not None
    assert browser.get(found[1]).status_code == 200
    assert (
        "/my/"
        not in browser.client.get(f"/candidates/{candidate}/link", follow_redirects=True).text
    )
    by = box.visitor("hr_manager-en").actor
    wanted = select(AuditEntry.actor).where(
        AuditEntry.action == "give_link", AuditEntry.subject == candidate
    )
    with reading(box.hub.engine) as session:
        assert session.scalars(wanted).all() == [by]
    browser.post(f"/candidates/{candidate}/link/revoke")
    assert browser.get(found[1]).status_code == 404
    with reading(box.hub.engine) as session:
        hashes = session.scalars(select(CandidateLink.token_hash)).all()
    assert not [one for one in hashes if one in found[1]]


def test_a_doubt_is_settled_on_the_letters_page(
    box: LetterBox, mine: str, browser: HubBrowser
) -> None:
    letter = f"/letters/{box.letter(mine).letter_id}"
    browser.post(f"{letter}/release", seen=seen(browser, letter))
    assert "Waits to be sent" in browser.get(letter).text
    with writing(box.hub.engine) as session:
        row = session.get_one(Letter, box.letter(mine).letter_id)
        mail = box.mail(mine)
        session.merge(mail).handed_at = browser.now - timedelta(hours=1)
    assert "It has arrived" in browser.get(letter).text
    assert browser.post(f"{letter}/arrived").status_code == 303
    assert box.letter(row.interview_id, LetterKind.SUMMARY).sent_at is not None


def test_a_letter_that_does_not_exist_is_not_there(browser: HubBrowser) -> None:
    assert browser.get(f"/letters/{'0' * 32}").status_code == 404
    assert browser.get(f"/interviews/{'0' * 32}/letters").status_code == 404
