"""The senses are missed once, and welcomed back once."""

from __future__ import annotations

from edge_agent.app.senses_watch import ALIVE_S, SensesWatch
from wire.messages.events import Trouble

BEGAN = 100.0


def test_who_never_rang_is_not_ready_and_is_missed_after_a_while() -> None:
    watch = SensesWatch(BEGAN)
    assert not watch.is_alive(BEGAN)
    assert watch.news(BEGAN + ALIVE_S / 2) is None
    assert watch.news(BEGAN + ALIVE_S) is Trouble.SENSES_LOST


def test_a_loss_and_a_return_are_told_once_each() -> None:
    watch = SensesWatch(BEGAN)
    watch.hear(BEGAN + 50)
    told = [watch.news(BEGAN + 50 + since) for since in (0, 9, 10, 11, 30)]
    assert told == [None, None, Trouble.SENSES_LOST, None, None]
    watch.hear(BEGAN + 90)
    assert watch.is_alive(BEGAN + 91)
    assert [watch.news(BEGAN + at) for at in (91, 92)] == [Trouble.SENSES_BACK, None]


def test_what_was_missed_between_interviews_is_told_when_the_next_one_runs() -> None:
    watch = SensesWatch(BEGAN)
    assert watch.news(BEGAN + 20) is Trouble.SENSES_LOST
    watch.forget()
    assert watch.news(BEGAN + 21) is Trouble.SENSES_LOST
