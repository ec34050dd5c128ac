"""Figures of the live view count what they say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.benchmarks.live_freezes import is_frozen, pauses
from tests.benchmarks.rows import row
from tests.benchmarks.screen_words import Drawn, Spoken, delays
from tests.benchmarks.targets import TARGETS
from wire.language import Language


def held(shown: list[float], until: float) -> dict[str, Any]:
    return {"shown": shown, "until": until}


def test_the_pause_after_the_last_picture_counts() -> None:
    assert pauses([1.0, 1.5], 3.0) == pytest.approx([0.5, 1.5])
    assert is_frozen(held([1.0, 1.5], 3.0))
    assert not is_frozen(held([1.0, 1.5], 2.0))


def test_an_interview_of_which_nothing_was_shown_is_frozen() -> None:
    assert is_frozen(held([], 2.0))


def test_seven_interviews_in_a_hundred_are_too_many() -> None:
    target = TARGETS["live_freezes_10_percent_loss"]
    assert target.holds(row("live_freezes_10_percent_loss", 6.0, "%"))
    assert not target.holds(row("live_freezes_10_percent_loss", 7.0, "%"))


def test_a_word_is_late_from_its_end_to_the_first_caption_with_room_for_it() -> None:
    said = [Spoken("good", 1.0), Spoken("morning", 1.5), Spoken("all", 2.0)]
    drawn = [
        Drawn(1.25, "good", 0.5, 1.0, final=False),
        Drawn(2.0, "good warning", 0.5, 1.5, final=False),
        Drawn(3.0, "good morning", 0.5, 1.5, final=True),
        Drawn(3.5, "all", 1.9, 2.0, final=False),
        Drawn(4.0, "all", 1.9, 2.0, final=True),
    ]
    late = delays(said, drawn, Language.EN)
    assert [one.shown for one in late] == pytest.approx([0.25, 0.5, 1.5])
    assert [one.final for one in late] == pytest.approx([2.0, 1.5, 2.0])


def test_a_word_that_the_screen_never_held_for_good_counts_for_nothing() -> None:
    said = [Spoken("再", 1.0), Spoken("见", 1.5)]
    late = delays(said, [Drawn(2.0, "在见", 0.5, 1.6, final=True)], Language.ZH)
    assert [one.final for one in late] == pytest.approx([0.5])


def test_a_row_may_be_held_to_its_value_and_to_its_ratio() -> None:
    target = TARGETS["live_aiortc_p50_ms"]
    for value, ratio, is_held in ((15.0, 3.0, True), (15.1, 3.0, False), (15.0, 2.9, False)):
        assert target.holds(row("", value, "ms") | {"ratio": ratio}) is is_held


def test_what_is_said_twice_is_found_where_it_was_said() -> None:
    said = [Spoken("once", 1.0), Spoken("once", 9.0)]
    late = delays(said, [Drawn(9.5, "once", 8.5, 9.1, final=True)], Language.EN)
    assert [one.shown for one in late] == pytest.approx([0.5])
