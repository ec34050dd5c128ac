"""Offers to kiosks: answered once, by the right kiosk, or over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from hub.errors import BrokerError
from hub.live import switchboard, viewings
from hub.live.errors import DeclinedError, LiveError, NoAnswerError
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending
from tests.fakes.hub_database import KIOSK, OTHER_KIOSK
from tests.unit.hub.live.conftest import ANSWER, OFFER
from wire.messages.signal import Accepted, Call, Coming, Declined, NotNow, ViewingEnded, Watching

if TYPE_CHECKING:
    from tests.unit.hub.live.conftest import LiveHub

NEWS = 1024
UNKNOWN = "9" * 32


def accepted(viewing_id: str) -> Accepted:
    return Accepted(viewing_id=viewing_id, sdp=ANSWER)


def test_an_offer_goes_to_the_interviews_kiosk_and_its_answer_comes_back(hub: LiveHub) -> None:
    anna = hub.person()
    hub.kiosk_answers()
    viewing = hub.begun(anna, may_speak=False)
    assert hub.switchboard.offer(viewing, OFFER) == ANSWER
    call = Call(viewing_id=viewing, interview_id=hub.interview_id, sdp=OFFER, may_speak=False)
    assert hub.line.sent == [(KIOSK, call)]
    hub.later(45)
    hub.switchboard.leave(viewing)
    assert hub.hung_up() == [viewing]
    assert hub.log() == [
        (anna.actor, "watch_live", viewing),
        (anna.actor, "stop_watching", "45 s, left"),
    ]


def test_what_is_not_written_down_is_not_forwarded(hub: LiveHub) -> None:
    with pytest.raises(LiveError, match="H-LIVE-001"):
        hub.switchboard.offer(UNKNOWN, OFFER)
    assert hub.line.sent == []


def test_a_viewing_that_was_answered_or_is_over_is_not_offered_again(hub: LiveHub) -> None:
    anna = hub.person()
    first = hub.watching(anna)
    with pytest.raises(LiveError):
        hub.switchboard.offer(first, OFFER)
    hub.switchboard.leave(first)
    hub.line.sent.clear()
    with pytest.raises(LiveError):
        hub.switchboard.offer(first, OFFER)
    assert hub.line.sent == []


def test_a_kiosk_that_declines_says_why(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())

    def decline(kiosk_id: str, call: Call) -> None:
        told = Declined(viewing_id=call.viewing_id, why=NotNow.NO_INTERVIEW)
        hub.switchboard.heard(kiosk_id, told)

    hub.line.answer = decline
    with pytest.raises(DeclinedError) as raised:
        hub.switchboard.offer(viewing, OFFER)
    assert raised.value.why is NotNow.NO_INTERVIEW
    assert hub.ending(viewing) == Ending.DECLINED
    assert [detail for *_, detail in hub.log()] == [viewing, "0 s, declined"]


def test_a_kiosk_that_does_not_answer_is_hung_up_and_so_is_its_late_answer(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())
    with pytest.raises(NoAnswerError):
        hub.switchboard.offer(viewing, OFFER)
    assert hub.hung_up() == [viewing]
    hub.switchboard.heard(KIOSK, accepted(viewing))
    assert hub.hung_up() == [viewing, viewing]
    assert hub.ending(viewing) == Ending.UNANSWERED


def test_another_kiosk_cannot_answer(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())
    hub.line.answer = lambda _, call: hub.switchboard.heard(OTHER_KIOSK, accepted(call.viewing_id))
    with pytest.raises(NoAnswerError):
        hub.switchboard.offer(viewing, OFFER)


def test_the_first_of_two_answers_counts(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())

    def twice(kiosk_id: str, call: Call) -> None:
        hub.switchboard.heard(kiosk_id, accepted(call.viewing_id))
        other = Accepted(viewing_id=call.viewing_id, sdp="v=0\r\ns=other\r\n")
        hub.switchboard.heard(kiosk_id, other)

    hub.line.answer = twice
    assert hub.switchboard.offer(viewing, OFFER) == ANSWER


def test_an_offer_while_the_broker_is_away_is_over_at_once(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())
    hub.line.is_up = False
    with pytest.raises(BrokerError):
        hub.switchboard.offer(viewing, OFFER)
    assert hub.ending(viewing) == Ending.UNANSWERED


def test_who_left_before_the_answer_gets_none(hub: LiveHub) -> None:
    viewing = hub.begun(hub.person())

    def leave_then_accept(kiosk_id: str, call: Call) -> None:
        viewings.end(hub.engine, call.viewing_id, Ending.LEFT, hub.now)
        hub.switchboard.heard(kiosk_id, accepted(call.viewing_id))

    hub.line.answer = leave_then_accept
    with pytest.raises(DeclinedError):
        hub.switchboard.offer(viewing, OFFER)
    assert hub.hung_up() == [viewing]


def test_what_a_kiosk_ended_is_over_and_what_another_says_ended_is_not(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    hub.switchboard.heard(OTHER_KIOSK, ViewingEnded(viewing_id=viewing))
    hub.later(1)
    assert hub.ending(viewing) is None
    hub.switchboard.heard(KIOSK, ViewingEnded(viewing_id=viewing))
    hub.later(1)
    assert hub.ending(viewing) == Ending.KIOSK
    assert hub.hung_up() == []


def test_what_a_kiosk_does_not_show_any_more_is_over(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    nothing = Watching(viewing_ids=())
    hub.switchboard.heard(KIOSK, nothing)  # said before the call came
    hub.later(5)
    assert hub.ending(viewing) is None
    hub.switchboard.heard(KIOSK, nothing)
    hub.later(6)
    assert hub.ending(viewing) == Ending.KIOSK


def test_what_a_kiosk_shows_though_it_is_over_is_hung_up(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    viewings.end(hub.engine, viewing, Ending.LEFT, hub.now)
    hub.switchboard.heard(KIOSK, Watching(viewing_ids=(viewing, UNKNOWN)))
    hub.later(0)
    assert hub.hung_up() == sorted([viewing, UNKNOWN])


def test_a_kiosk_that_says_nothing_has_no_viewers(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    hub.later(switchboard.SILENT_S - 1)
    hub.switchboard.heard(KIOSK, Watching(viewing_ids=(viewing,)))
    hub.later(1)
    hub.later(switchboard.SILENT_S - 1)
    assert hub.ending(viewing) is None
    hub.later(2)
    assert hub.ending(viewing) == Ending.LOST
    assert hub.hung_up() == [viewing]


def test_a_process_that_begins_anew_goes_on_with_the_open_viewings(hub: LiveHub) -> None:
    kept, left_over = hub.watching(hub.person()), hub.begun(hub.person(name="ben"))
    hub.switchboard = hub.another()
    hub.later(31)
    assert hub.ending(kept) is None
    assert hub.ending(left_over) == Ending.UNANSWERED
    hub.switchboard.leave(kept)
    assert hub.ending(kept) == Ending.LEFT


def test_more_news_than_is_kept_is_dropped_and_said_again(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    hub.now += timedelta(minutes=1)
    for _ in range(NEWS):
        hub.switchboard.heard(KIOSK, Watching(viewing_ids=(viewing,)))
    hub.switchboard.heard(KIOSK, Watching(viewing_ids=()))
    for _ in range(NEWS):
        hub.switchboard.step(0.0)
    assert hub.ending(viewing) is None
    hub.switchboard.heard(KIOSK, Watching(viewing_ids=()))
    hub.switchboard.step(0.0)
    assert hub.ending(viewing) == Ending.KIOSK


def test_word_that_somebody_comes_goes_to_the_kiosk_of_who_waits_for_it_only(hub: LiveHub) -> None:
    with pytest.raises(LiveError):
        hub.switchboard.say_coming(hub.interview_id)
    with writing(hub.engine) as session:
        session.get_one(Interview, hub.interview_id).help_wanted_at = hub.now
    hub.switchboard.say_coming(hub.interview_id)
    assert hub.line.sent == [(KIOSK, Coming(interview_id=hub.interview_id))]
    hub.let("ended")
    with pytest.raises(LiveError):
        hub.switchboard.say_coming(hub.interview_id)
