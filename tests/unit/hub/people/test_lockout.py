from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.brake import FORGOTTEN_AFTER_S
from hub.people.lockout import (
    FREE_TRIES,
    FREE_TRIES_OF_AN_ADDRESS,
    LONGEST_DELAY_S,
    Lockout,
)

ADDRESS = "10.0.0.1"


def tried(times: int, name: str = "anna") -> Lockout:
    """Give a lockout that saw so many wrong passwords, each as soon as it was looked at."""
    lockout = Lockout()
    for _ in range(times):
        lockout.take(name, ADDRESS, 0.0)
    return lockout


def test_the_first_tries_are_free() -> None:
    assert tried(FREE_TRIES - 1).take("anna", ADDRESS, 0.0) == 0
    assert tried(FREE_TRIES).take("anna", ADDRESS, 0.0) == 1


def test_another_name_or_address_is_not_slowed_down() -> None:
    lockout = tried(10)
    assert lockout.take("anna", "10.0.0.2", 0.0) == 0
    assert lockout.take("berta", ADDRESS, 0.0) == 0


def test_the_right_password_and_time_forgive() -> None:
    lockout = tried(10)
    lockout.succeeded("anna", ADDRESS)
    assert lockout.take("anna", ADDRESS, 0.0) == 0
    later = tried(10)
    assert later.take("anna", ADDRESS, FORGOTTEN_AFTER_S + 1) == 0
    assert later.take("anna", ADDRESS, FORGOTTEN_AFTER_S + 1) == 0


@settings(max_examples=50)
@given(st.lists(st.floats(0, 2000), max_size=40))
def test_the_delay_is_bounded_whenever_somebody_tries(waits: list[float]) -> None:
    lockout, now = Lockout(), 0.0
    for wait in waits:
        now += wait
        assert 0 <= lockout.take("anna", ADDRESS, now) <= LONGEST_DELAY_S


def test_each_failure_makes_the_delay_longer() -> None:
    lockout, now, waits = Lockout(), 0.0, []
    for _ in range(16):
        while wait := lockout.take("anna", ADDRESS, now):
            waits.append(wait)
            now += wait
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_DELAY_S


def test_tries_side_by_side_are_no_more_than_those_in_a_row() -> None:
    lockout, together = Lockout(), Barrier(40)

    def try_once(_: int) -> float:
        together.wait(10)
        return lockout.take("anna", ADDRESS, 0.0)

    with ThreadPoolExecutor(40) as threads:
        waits = list(threads.map(try_once, range(40)))
    assert waits.count(0.0) == FREE_TRIES


def test_trying_one_password_on_many_names_is_slowed_down_by_the_address() -> None:
    lockout = Lockout()
    waits = [lockout.take(str(number), ADDRESS, 0.0) for number in range(100)]
    assert waits.count(0.0) == FREE_TRIES_OF_AN_ADDRESS
    assert lockout.take("another", "10.0.0.2", 0.0) == 0


def test_people_who_sign_in_rightly_never_slow_their_address_down() -> None:
    lockout = Lockout()
    for number in range(200):
        assert lockout.take(str(number), ADDRESS, 0.0) == 0
        lockout.succeeded(str(number), ADDRESS)


def test_a_try_that_was_not_looked_at_is_given_back() -> None:
    lockout = tried(FREE_TRIES)
    lockout.not_looked_at("anna", ADDRESS)
    assert lockout.take("anna", ADDRESS, 0.0) == 0


def test_guessing_many_names_does_not_fill_the_memory() -> None:
    lockout = Lockout()
    for number in range(10_050):
        lockout.take(str(number), str(number), 0.0)
    assert len(lockout) == 10_000
