"""From the first question to the last on a real kiosk: by touch, by keyboard, by role and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from playwright.sync_api import expect

from edge_agent.publish.outbox import Outbox
from tests.e2e.kiosk_in_chromium import chromium, kiosk, watch
from tests.e2e.test_candidate_page import PATIENCE_MS, arrive
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from wire.language import Language, LocalText
from wire.messages.answer_features import AnswerFeatures
from wire.messages.events import AnswerBegan, HelpCalled, NotUnderstood, Paused, Resumed, TakeChosen
from wire.messages.utterance_features import UtteranceFeatures
from wire.plan import Keyword
from wire.policy import Profile, Purpose
from wire.prompting import FollowUp, RuleKind
from wire.sealed import open_sealed
from wire.takes import counted
from wire.topics import Channel
from wire.upload import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.kiosk_in_chromium import Kiosk
    from wire.messages.fields import Durable

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
PLAINER = LocalText(en="Tell us about one unhappy customer.", zh="请讲一位不满意的客户。")
PLAN = msgspec.structs.replace(
    sample_plan(Profile.CN),
    keywords=(Keyword(number=0, language=Language.EN, forms=("lower limit",)),),
    follow_ups=(FollowUp(text=PLAINER, serves=(RuleKind.NOT_UNDERSTOOD,), stage=1),),
)
WRITTEN = "I listened first. Then I offered two ways out."
CORRECTED = "I listened first. Then I offered a lower limit."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def lobby() -> Iterator[Kiosk]:
    with kiosk(PLAN) as running:
        yield running


def messages(lobby: Kiosk, channel: Channel) -> list[Durable]:
    outbox = Outbox.of_kiosk(lobby.state_dir, Profile.CN)
    try:
        return list(outbox.messages(INTERVIEW_ID, channel))
    finally:
        outbox.close()


def transcript(lobby: Kiosk, name: str) -> Transcript:
    """Open what lies sealed in the spool."""
    stem = lobby.state_dir / "spool" / INTERVIEW_ID / f"{name}.transcript"
    header, body = (
        stem.with_suffix(f".transcript.{kind}").read_bytes() for kind in ("header", "body")
    )
    return msgspec.json.decode(open_sealed(header, body, lobby.identity), type=Transcript)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).tap()


def to_the_second_question(browser: Browser, lobby: Kiosk) -> Page:
    """Come there by touch; the introduction is left out."""
    arrive(browser, lobby).close()
    context = browser.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(lobby.address)
    press(page, "Interview in English")
    press(page, "Go on to your choices")
    for purpose in Purpose:
        page.locator(f"[data-purpose={purpose.value}]").get_by_text("I agree", exact=True).tap()
    press(page, "Continue with these choices")
    press(page, "I am ready, begin")
    page.get_by_text("Leave this part out").tap()
    press(page, "Yes, go on without it")
    expect(page.get_by_text("Part 2 of 4")).to_be_visible()
    return page


def test_by_touch_takes_words_help_and_pauses_all_reach_the_outbox_and_the_sealed_file(
    browser: Browser, lobby: Kiosk
) -> None:
    page = to_the_second_question(browser, lobby)
    complaints = watch(page)
    expect(page.get_by_role("timer")).to_contain_text("Time to prepare")
    press(page, "One minute more")
    press(page, "I don't understand the question")
    expect(page.get_by_text(PLAINER.en)).to_be_visible()
    press(page, "Ask a person for help")
    expect(page.get_by_text("Staff have been told")).to_be_visible()
    page.get_by_text("Write the answer instead of speaking").tap()
    page.get_by_label("Your answer").fill(WRITTEN)
    press(page, "Send the written answer")
    page.get_by_label("Passage 1").fill(CORRECTED)
    press(page, "Save the corrections")
    expect(page.get_by_label("Passage 1")).to_have_value(CORRECTED)
    press(page, re.compile("Answer once more"))
    expect(page.get_by_text("This will be take 2")).to_be_visible()
    press(page, "Start answering")
    press(page, "Pause")
    expect(page.get_by_role("heading", name="nothing is recorded")).to_be_visible()
    press(page, "Go on with the interview")
    press(page, "Go on with the answer")
    press(page, "I have finished this answer")
    press(page, re.compile("^Take 1"))
    expect(page.get_by_role("button", name=re.compile("^Take 1"))).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, "Keep it and go on")
    expect(page.get_by_text("Part 3 of 4")).to_be_visible()
    assert complaints == []
    assert_told(lobby)
    page.context.close()


def assert_told(lobby: Kiosk) -> None:
    events = messages(lobby, Channel.EVENTS)
    for kind in (HelpCalled, NotUnderstood, Paused, Resumed, TakeChosen):
        assert sum(isinstance(one, kind) for one in events) == 1, kind
    begun = [one for one in events if isinstance(one, AnswerBegan)]
    assert [(one.typed, one.retake_of, one.continues) for one in begun] == [
        (True, None, None),
        (False, 0, None),
        (False, None, 1),
    ]
    taken = [one for one in events if isinstance(one, AnswerBegan | TakeChosen)]
    assert counted(taken) == {0}
    features = messages(lobby, Channel.FEATURES)
    typed = [one for one in features if isinstance(one, UtteranceFeatures) and one.answer == 0]
    assert [(one.revision, len(one.hits), one.rate) for one in typed] == [(0, 0, 0.0), (1, 1, 0.0)]
    judged = [one for one in features if isinstance(one, AnswerFeatures) and one.answer == 0]
    assert [one.revision for one in judged] == [0, 1]
    sealed = transcript(lobby, "0-1")
    assert sealed.typed
    assert " ".join(word.text for word in sealed.utterances[0]) == WRITTEN
    assert sealed.corrected == (CORRECTED,)
    assert transcript(lobby, "0").corrected == ()


def test_by_keyboard_and_names_alone_to_ones_own_questions(browser: Browser, lobby: Kiosk) -> None:
    arrive(browser, lobby).close()
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(lobby.address)

    def go(name: str) -> None:
        page.get_by_role("button", name=name).press("Enter")

    go("Interview in English")
    go("Go on to your choices")
    for purpose in Purpose:
        page.locator(f"[name={purpose.value}][value=on]").press("Space")
    go("Continue")
    go("I am ready, begin")
    go("Start answering")
    go("Hide the captions")
    expect(page.get_by_role("region", name="Captions")).to_have_count(0)
    go("I have finished this answer")
    expect(page.get_by_role("heading", name="Your answer is stored")).to_be_visible()
    expect(page.get_by_text("We heard no speech")).to_be_visible()
    go("Answer once more (uses up no take)")
    go("Keep what I have and go on")
    for _ in range(2):
        page.get_by_text("Leave this part out").press("Enter")
        go("Yes, go on without it")
    expect(page.get_by_role("heading", name="What would you like to ask us?")).to_be_visible()
    go("Start answering")
    go("I have finished this answer")
    go("Finish")
    expect(page.get_by_role("heading", name="Thank you, that is all")).to_be_visible()
    begun = [one for one in messages(lobby, Channel.EVENTS) if isinstance(one, AnswerBegan)]
    assert [one.stage for one in begun] == [0, 3]
    page.close()


def test_the_question_is_read_aloud_and_the_recorder_knows(browser: Browser, lobby: Kiosk) -> None:
    page = to_the_second_question(browser, lobby)
    with page.expect_request("**/voice") as told:
        press(page, re.compile("Read it aloud|Stop reading"))
    assert told.value.post_data in ("playing=on", "playing=off")
    spoken = page.request.post(
        f"{lobby.address}/say", form={"text": "Hello."}, headers={"Origin": lobby.address}
    )
    assert spoken.headers["content-type"] == "audio/wav"
    assert len(spoken.body()) > 10_000
    page.context.close()
