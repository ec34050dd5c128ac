from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.lockout import FORGOTTEN_AFTER_S, FREE_TRIES, LONGEST_DELAY_S, Lockout


def failed(times: int, at: float = 0.0) -> Lockout:
    lockout = Lockout()
    for _ in range(times):
        lockout.failed("anna", "10.0.0.1", at)
    return lockout


def test_the_first_tries_are_free() -> None:
    assert failed(FREE_TRIES - 1).delay("anna", "10.0.0.1", 0.0) == 0
    assert failed(FREE_TRIES).delay("anna", "10.0.0.1", 0.0) == 1


def test_another_name_or_address_is_not_slowed_down() -> None:
    lockout = failed(10)
    assert lockout.delay("anna", "10.0.0.2", 0.0) == 0
    assert lockout.delay("berta", "10.0.0.1", 0.0) == 0


def test_the_right_password_and_time_forgive() -> None:
    lockout = failed(10)
    lockout.succeeded("anna", "10.0.0.1")
    assert lockout.delay("anna", "10.0.0.1", 0.0) == 0
    later = failed(10)
    later.failed("anna", "10.0.0.1", FORGOTTEN_AFTER_S + 1)
    assert later.delay("anna", "10.0.0.1", FORGOTTEN_AFTER_S + 1) == 0


@settings(max_examples=50)
@given(st.integers(0, 60))
def test_each_failure_makes_the_delay_longer_up_to_a_bound(times: int) -> None:
    now = failed(times).delay("anna", "10.0.0.1", 0.0)
    then = failed(times + 1).delay("anna", "10.0.0.1", 0.0)
    assert now <= then <= LONGEST_DELAY_S


def test_guessing_many_names_does_not_fill_the_memory() -> None:
    lockout = Lockout()
    for number in range(10_050):
        lockout.failed(str(number), "10.0.0.1", 0.0)
    assert len(lockout._failures) == 10_000
