"""How far a candidate had come is known to an agent that is started anew, for a while."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from structlog.testing import capture_logs

from edge_agent.app.arrival_note import GOOD_FOR_S, ArrivalNote
from edge_agent.interview.arrival import Arrival, Practice
from edge_agent.interview.state import InterviewState, Phase
from tests.fakes.plans import sample_plan
from wire.check_in import hash_of
from wire.language import Language
from wire.messages.events import Ending
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLAN = msgspec.structs.replace(sample_plan(Profile.CN), check_in=hash_of("ABCD2345"))
FRESH = InterviewState(plan=PLAN)
THERE = replace(
    FRESH, language=Language.ZH, arrival=Arrival(checked_in=True, wrong_codes=0, informed=True)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "arrival.json"


def test_who_was_asked_for_consent_is_asked_for_it_again_in_the_same_language(path: Path) -> None:
    ArrivalNote(path).keep(THERE)
    restored = ArrivalNote(path).restored(FRESH)
    assert (restored.phase, restored.language) == (Phase.CONSENT, Language.ZH)


@pytest.mark.parametrize("step", [None, *Practice])
def test_the_practice_is_where_it_was(path: Path, step: Practice | None) -> None:
    decided = replace(FRESH, asked=frozenset(PLAN.purposes), granted=frozenset(PLAN.purposes))
    practising = replace(THERE, asked=decided.asked, granted=decided.granted)
    there = replace(practising, arrival=replace(THERE.arrival, practice=step))
    ArrivalNote(path).keep(there)
    restored = ArrivalNote(path).restored(decided)
    assert restored.arrival == there.arrival
    assert restored.phase is there.phase


def test_after_a_while_only_the_wrong_codes_are_remembered(path: Path) -> None:
    wrong = replace(THERE, arrival=replace(THERE.arrival, wrong_codes=5, wrong_at=AT))
    ArrivalNote(path).keep(wrong)
    old = path.stat().st_mtime - GOOD_FOR_S - 1
    os.utime(path, (old, old))
    restored = ArrivalNote(path).restored(FRESH)
    assert (restored.phase, restored.language) == (Phase.WELCOME, None)
    assert (restored.arrival.wrong_codes, restored.arrival.wrong_at) == (5, AT)
    assert not restored.arrival.checked_in


def test_another_interview_begins_at_its_first_page(path: Path) -> None:
    ArrivalNote(path).keep(THERE)
    other = replace(FRESH, plan=msgspec.structs.replace(PLAN, interview_id="f" * 32))
    assert ArrivalNote(path).restored(other) == other


@pytest.mark.parametrize(
    "over",
    [replace(THERE, began=True), replace(THERE, ending=Ending.NO_CONSENT), InterviewState()],
    ids=["begun", "ended", "nobody"],
)
def test_nothing_is_kept_once_the_interview_has_begun_or_is_over(
    path: Path, over: InterviewState
) -> None:
    note = ArrivalNote(path)
    note.keep(THERE)
    note.keep(over)
    assert not path.exists()


def test_the_note_names_nobody_and_holds_no_code(path: Path) -> None:
    ArrivalNote(path).keep(THERE)
    kept = msgspec.json.decode(path.read_bytes())
    assert set(kept) == {"interview_id", "language", "arrival"}
    known = {"asks_code", "checked_in", "wrong_codes", "wrong_at", "informed", "practice"}
    assert set(kept["arrival"]) == known


def test_a_note_that_cannot_be_read_is_none(path: Path) -> None:
    path.write_bytes(b"{")
    with capture_logs() as logs:
        assert ArrivalNote(path).restored(FRESH) == FRESH
    assert logs[0]["event"] == "arrival_not_read"
