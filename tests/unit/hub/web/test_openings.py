"""A keeper that does not answer holds up only who waits for that recording."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

from hub.people.rights import Role
from hub.people.sessions import Visitor
from hub.web.openings import Openings
from wire.language import Language

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample

BOUND_S = 10.0


class StuckKeeper:
    """Holds every question about the recording `stuck` until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = Event(), Event()
        self.count = 0

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        self.count += audit_entry_id > 0
        if recording_id == "stuck":
            self.asked.set()
            assert self.let_go.wait(BOUND_S)
        return f"{recording_id}".encode()


def person(session: str) -> Visitor:
    return Visitor(1, "anna", Role.HR_MANAGER, Language.EN, "csrf", session)


def test_a_stuck_keeper_holds_up_nobody_else(sample: Sample) -> None:
    keeper = StuckKeeper()
    openings = Openings(sample.hub.engine, keeper, lambda: 0.0)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(openings.key_for, person("one"), "stuck", "play")
        assert keeper.asked.wait(BOUND_S)
        assert openings.key_for(person("one"), "other", "play") == b"other"
        openings.forget(person("two"))
        keeper.let_go.set()
        assert waiting.result(BOUND_S) == b"stuck"


def test_two_requests_side_by_side_are_one_opening(sample: Sample) -> None:
    keeper = StuckKeeper()
    openings = Openings(sample.hub.engine, keeper, lambda: 0.0)
    with ThreadPoolExecutor(4) as threads:
        waiting = [
            threads.submit(openings.key_for, person("one"), "stuck", "play") for _ in range(4)
        ]
        assert keeper.asked.wait(BOUND_S)
        keeper.let_go.set()
        assert {one.result(BOUND_S) for one in waiting} == {b"stuck"}
    assert keeper.count == 1


def test_a_key_that_comes_after_the_session_ended_is_not_kept(sample: Sample) -> None:
    keeper = StuckKeeper()
    openings = Openings(sample.hub.engine, keeper, lambda: 0.0)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(openings.key_for, person("one"), "stuck", "play")
        assert keeper.asked.wait(BOUND_S)
        openings.forget(person("one"))
        keeper.let_go.set()
        waiting.result(BOUND_S)
    assert not openings._held
