"""The log says which seconds were given out, before they are, and once in each opening."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.web.openings import IDLE_S, PLAY_RECORDING
from hub.web.playable import LONGEST_S, Playable, Stretch, stretches
from wire.upload import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.storage.tables.recording import Recording
    from tests.fakes.hub_browser import HubBrowser
    from tests.unit.hub.web.conftest import Sample

SECONDS = 28
"""Of the sample's second answer, a fragment each."""


class PlainReader:
    """Gives numbered bytes in the clear."""

    def __init__(self, size: int) -> None:
        self.plain_size = size

    def read_range(self, start: int, end: int) -> Iterator[bytes]:
        yield bytes(at % 251 for at in range(start, min(end, self.plain_size)))


def fragments_of(lengths: list[tuple[int, float]]) -> list[Fragment]:
    made = [Fragment(offset=0, length=40, start=0.0, duration=0.0)]
    offset, start = 40, 0.0
    for length, duration in lengths:
        made.append(Fragment(offset=offset, length=length, start=start, duration=duration))
        offset, start = offset + length, start + duration
    return made


@given(
    lengths=st.lists(st.tuples(st.integers(1, 50), st.floats(0.1, 40.0)), max_size=20),
    ends=st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
)
@settings(max_examples=50)
def test_all_that_is_read_was_told_before(
    lengths: list[tuple[int, float]], ends: tuple[int, int]
) -> None:
    fragments = fragments_of(lengths)
    size = fragments[-1].offset + fragments[-1].length
    playable = Playable(PlainReader(size), fragments, 100.0)  # type: ignore[arg-type] # a reader in the clear
    start, end = sorted(min(one, size) for one in ends)
    told: list[Stretch | None] = []
    given_out = 0
    for piece in playable.read(start, end, told.append):
        given_out += len(piece)
        reach = max([40, *(one.end for one in told if one)])
        assert start + given_out <= reach
    assert given_out == end - start
    assert None not in told


@given(lengths=st.lists(st.tuples(st.integers(1, 50), st.floats(0.1, 40.0)), max_size=20))
@settings(max_examples=50)
def test_stretches_are_consecutive_short_and_leave_nothing_out(
    lengths: list[tuple[int, float]],
) -> None:
    fragments = fragments_of(lengths)
    size = fragments[-1].offset + fragments[-1].length
    made = stretches(fragments, 100.0, size)
    assert [one.end for one in made[:-1]] == [one.first for one in made[1:]]
    assert (made[0].first, made[-1].end) == (40, size) if made else lengths == []
    longest = max([LONGEST_S, *(duration for _, duration in lengths)])
    assert all(one.end_s - one.begin_s <= longest + 1e-6 for one in made)
    assert all(one.end_s == pytest.approx(other.begin_s) for one, other in pairwise(made))


@pytest.fixture
def recording(sample: Sample) -> Recording:
    return sample.hub.recordings(sample.interview_id, "media")[1]


@pytest.fixture
def browser(sample: Sample) -> HubBrowser:
    return sample.browser(Role.HR_MANAGER)


def played(sample: Sample) -> list[str]:
    wanted = select(AuditEntry.detail).where(AuditEntry.action == PLAY_RECORDING)
    with reading(sample.hub.engine) as session:
        return list(session.scalars(wanted.order_by(AuditEntry.id)))


def test_the_seconds_are_those_of_the_interview_and_told_once_in_an_opening(
    sample: Sample, browser: HubBrowser, recording: Recording
) -> None:
    address = f"/recordings/{recording.id}/video"
    before = len(played(sample))
    browser.get(address, range="bytes=0-99")
    assert len(played(sample)) == before
    browser.get(address, range="bytes=70000-80000")
    browser.get(address, range="bytes=70000-90000")
    start = recording.start or 0.0
    assert played(sample)[before:] == [f"{start:.1f}-{start + SECONDS:.1f}"]
    browser.wait(IDLE_S + 1)
    browser.sign_in("hr_manager-en")
    browser.get(address, range="bytes=70000-80000")
    assert len(played(sample)) == before + 2


def test_what_cannot_be_told_is_not_played(
    sample: Sample, browser: HubBrowser, recording: Recording
) -> None:
    address = f"/recordings/{recording.id}/video"
    browser.get(address, range="bytes=0-99")
    refuse = (
        "CREATE TRIGGER no_play BEFORE INSERT ON audit_entry WHEN NEW.action = 'play_recording' "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    with writing(sample.hub.engine) as session:
        session.execute(text(refuse))
    try:
        answer = browser.get(address, range="bytes=70000-80000")
    finally:
        with writing(sample.hub.engine) as session:
            session.execute(text("DROP TRIGGER no_play"))
    assert answer.status_code == 503
    assert "H-STORAGE-001" in answer.text
    assert len(answer.content) < 10_000
