"""One whole interview with a Chromium at each end, in both languages, and what it has left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import av
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from hub.storage.database import open_engine, reading
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.message import MessageRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.viewing import Viewing
from hub.web.live.words import RULES
from hub.web.rendering import say
from provisioning.demo import options, site
from tests.e2e.served_hub import sign_in
from tests.e2e.two_browsers import INTERVIEWER, PATIENCE_MS, STAGES, together, until
from tests.integration.speech_clips import needs_media
from wire import codec
from wire.language import Language
from wire.messages.events import PromptDismissed, PromptShown
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from sqlalchemy import Engine

    from tests.e2e.two_browsers import Together

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

HEARD = {
    Language.EN: re.compile("check|cash|flow|collateral", re.IGNORECASE),
    Language.ZH: re.compile("欢迎|大家|语音|模型"),
}
"""Of the sentence that is played; a machine hears it, so some of it is enough."""


@pytest.fixture(scope="module", params=[Language.EN, pytest.param(Language.ZH, marks=needs_media)])
def held(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Together]:
    """Both have held the interview, from the check-in to the end."""
    language = request.param
    with together(tmp_path_factory.mktemp("site"), language) as both:
        _they_meet(both)
        _the_interviewer_follows_the_first_answer(both)
        _the_interviewer_is_prompted(both)
        _the_interviewer_goes_on(both)
        _the_interviewer_comes_back(both)
        _a_follow_up_is_asked(both)
        _they_come_to_the_end(both)
        yield both


@pytest.fixture(scope="module")
def stored(held: Together) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{held.place.folder / 'hub' / 'hub.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def hr(held: Together) -> Iterator[Page]:
    """HR at the interview's page, which has everything."""
    context = held.browser.new_context(base_url=held.place.web_address)
    page = context.new_page()
    held.place.hub(
        "report", held.interview_id, "--out", str(held.place.folder / "report"), "--wait", "120"
    )
    sign_in(page, site.HR_NAME, held.place.hr_password)
    page.goto(f"/interviews/{held.interview_id}")
    page.locator("details.look summary").click()
    page.locator("details.look form button").click()
    yield page
    context.close()


def _they_meet(both: Together) -> None:
    """Whoever waits on the side screen sees the interview begin without touching anything."""
    side = both.interviewer
    side.open()
    expect(side.page.locator("#not-begun")).to_be_visible()
    code = both.place.check_in_code(both.interview_id)
    both.candidate.arrive(code, both.language)
    both.candidate.is_at("question", 0)
    side.is_live()
    expect(both.candidate.page.locator("#watched")).to_be_visible()


def _the_interviewer_follows_the_first_answer(both: Together) -> None:
    side = both.interviewer
    both.candidate.begin_to_answer(0)
    side.sees_moving_pictures()
    expect(side.question).to_have_text(both.candidate.question.inner_text())
    expect(side.page.locator("#stage-of")).to_have_text(re.compile(rf"1\D+{STAGES}"))
    expect(side.page.locator("#answer-clock")).to_have_text(re.compile(r"\d:\d\d"))
    expect(side.page.locator("#answer-left")).to_have_text(re.compile(r"\d:\d\d"))
    said = side.page.locator("#captions p:not(.partial)").first
    expect(said).to_contain_text(HEARD[both.language], timeout=PATIENCE_MS)


def _the_interviewer_is_prompted(both: Together) -> None:
    """The candidate's button leads to a prompt: its rule, its second, and what may be asked."""
    both.candidate.press("plainer")
    prompt = both.interviewer.page.locator(".prompt")
    expect(prompt).to_have_count(1, timeout=PATIENCE_MS)
    expect(prompt).to_contain_text(say(both.language, RULES["not_understood"]))
    expect(prompt.locator("p.number")).to_have_text(re.compile(r"\d:\d\d$"))
    expect(prompt.locator("[data-follow-up]").first).to_be_visible()
    prompt.locator(".prompt-head button").click()
    expect(prompt).to_have_count(0)


def _the_interviewer_goes_on(both: Together) -> None:
    side = both.interviewer
    side.page.locator("#next").click()
    both.candidate.is_at("review", 0)
    both.candidate.press("next")
    both.candidate.begin_to_answer(1)
    expect(side.page.locator("#stage-of")).to_have_text(
        re.compile(rf"2\D+{STAGES}"), timeout=PATIENCE_MS
    )
    expect(side.question).to_have_text(both.candidate.question.inner_text())


def _the_interviewer_comes_back(both: Together) -> None:
    """After a reload, and after a lost connection, all is as it was; the answer has gone on."""
    side = both.interviewer
    side.page.reload()
    side.is_live()
    side.sees_moving_pictures()
    expect(side.page.locator(".prompt")).to_have_count(0)
    side.lose_the_connection()
    side.sees_moving_pictures()
    both.candidate.is_at("answering", 1)
    expect(side.question).to_have_text(both.candidate.question.inner_text())


def _a_follow_up_is_asked(both: Together) -> None:
    asking = both.interviewer.page.locator("#stages > [data-current] .follow-ups li").first
    wanted = asking.locator("span").inner_text()
    asking.locator("button").click()
    expect(both.candidate.question).to_have_text(wanted, timeout=PATIENCE_MS)
    both.candidate.press("next")
    both.candidate.is_at("review", 1)
    both.candidate.press("next")


def _they_come_to_the_end(both: Together) -> None:
    for stage in range(2, STAGES):
        both.candidate.begin_to_answer(stage)
        both.interviewer.sees_moving_pictures()
        both.candidate.press("next")
        both.candidate.is_at("review", stage)
        both.candidate.press("next")
    both.candidate.is_at("thanks")
    link = both.interviewer.page.locator("#link")
    expect(link).to_have_attribute("data-link", "ended", timeout=PATIENCE_MS)


def test_no_page_broke_a_rule_of_its_own(held: Together) -> None:
    assert held.complaints == []


def test_each_viewing_is_in_the_log_under_the_interviewers_name_and_is_over(
    held: Together, stored: Engine
) -> None:
    until(held.interviewer.page, lambda: _all_are_over(stored), "somebody still watches")
    wanted = select(AuditEntry).where(AuditEntry.subject == held.interview_id)
    with reading(stored) as session:
        account = session.scalars(select(Account.id).where(Account.name == INTERVIEWER)).one()
        watched = [one for one in session.scalars(wanted) if one.action == "watch_live"]
        viewings = list(session.scalars(select(Viewing)))
    assert {one.actor for one in watched} == {f"account:{account}"}
    assert len(watched) == len(viewings)
    shown = [one for one in viewings if one.accepted_at is not None]
    assert len(shown) == 3, "the first, after the reload, after the loss"


def _all_are_over(stored: Engine) -> bool:
    with reading(stored) as session:
        return session.scalar(select(Viewing).where(Viewing.ended_at.is_(None))) is None


def test_the_prompt_and_its_dismissal_are_stored_with_whose_they_are(
    held: Together, stored: Engine
) -> None:
    wanted = select(MessageRow).where(MessageRow.stream_id == held.interview_id)
    with reading(stored) as session:
        viewings = set(session.scalars(select(Viewing.viewing_id)))
        told = [
            codec.decode_durable(Channel.EVENTS, one.payload)
            for one in session.scalars(wanted.where(MessageRow.channel == Channel.EVENTS.value))
        ]
    shown = {(one.answer, one.rule) for one in told if isinstance(one, PromptShown)}
    (dismissed,) = (one for one in told if isinstance(one, PromptDismissed))
    assert (dismissed.answer, dismissed.rule) in shown
    assert dismissed.viewing_id in viewings


def test_no_picture_of_the_recording_is_lost_or_missing(hr: Page, stored: Engine) -> None:
    expect(hr.locator(".chapters")).to_have_count(1)  # the hub has all of it
    with reading(stored) as session:
        manifests = list(session.scalars(select(ManifestRow)))
        media = select(Recording).where(Recording.kind == "media")
        lengths = {one.answer: one.duration or 0.0 for one in session.scalars(media)}
    assert [one.answer for one in manifests] == list(range(STAGES))
    assert {(one.frames_lost, one.gaps, one.parts) for one in manifests} == {(0, "[]", 1)}
    with av.open(str(options.PACKAGED_MEDIA / "carphone_pristine.mp4")) as film:
        rate = float(film.streams.video[0].average_rate or 0)
    for one in manifests:
        assert one.frames_recorded == pytest.approx(rate * lengths[one.answer], abs=2)


def test_hr_finds_the_interview_complete_and_every_answer_plays(hr: Page) -> None:
    answers = hr.locator(".chapters button[data-recording]")
    expect(answers).to_have_count(STAGES)
    for number in range(STAGES):
        answers.nth(number).click()
        recording = answers.nth(number).get_attribute("data-recording") or "none"
        expect(hr.locator("#player")).to_have_attribute("src", recording)
        until(hr, lambda: hr.evaluate(_PLAYS), "it does not play")
    prompted = hr.locator("#prompts")
    # HR reads English here, whatever was spoken
    expect(prompted).to_contain_text(say(Language.EN, RULES["not_understood"]))
    expect(prompted).to_contain_text(INTERVIEWER)


_PLAYS = """() => {
  const player = document.getElementById("player");
  return player.readyState >= 2 && player.videoWidth > 0 && player.currentTime > 0;
}"""
