from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.scoring.composure import CannotTell, Composure, composures, may_compose
from hub.scoring.composure_parts import PARTS, PartName
from tests.fakes.behaved import closed, utterance, window
from wire.messages.answer_features import PictureVerdict, SoundVerdict
from wire.messages.utterance_features import Speaker
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from random import Random

    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.utterance_features import UtteranceFeatures

LENGTH = 20
"""Seconds of every answer here; answer n begins at 100 n."""


def still(answer: int) -> list[BehaviourWindow]:
    return [window(answer, second) for second in range(LENGTH)]


def second_of(found: tuple[Composure, ...]) -> Composure:
    assert [one.answer for one in found] == [0, 1]
    return found[1]


def test_an_answer_like_the_first_one_has_the_whole_value() -> None:
    found = second_of(
        composures([*still(0), *still(1)], [utterance(0, 200), utterance(1, 200)], [], 0)
    )

    assert found.value == pytest.approx(100)
    assert {part.name for part in found.parts} == set(PartName)
    assert all(part.value == pytest.approx(part.reference) for part in found.parts)


def test_the_first_answer_is_what_the_others_are_compared_with() -> None:
    first = composures(still(0), [utterance(0, 200)], [], 0)[0]

    assert (first.value, first.why_not, first.parts) == (None, CannotTell.IS_REFERENCE, ())


def test_the_formula_is_the_one_that_is_written_down() -> None:
    looking_away = [window(1, second, away=0.2) for second in range(LENGTH)]

    found = second_of(
        composures([*still(0), *looking_away], [utterance(0, 200), utterance(1, 150)], [], 0)
    )

    parts = {part.name: part for part in found.parts}
    away, rate = parts[PartName.GAZE_AWAY], parts[PartName.SPEECH_RATE]
    assert away.value == pytest.approx(0.2)
    assert away.reference == 0
    assert away.contribution == pytest.approx(20 * (1 - 0.2 / 0.4))
    assert rate.contribution == pytest.approx(20 * (1 - 0.25 / 0.5))
    assert found.value == pytest.approx(20 + 20 + 20 + 10 + 10)


def test_each_part_leads_to_the_seconds_in_which_it_was_shown() -> None:
    windows = [window(1, second, away=1.0 if 5 <= second < 8 else 0.0) for second in range(LENGTH)]

    found = second_of(composures([*still(0), *windows], [], [], 0))

    parts = {part.name: part for part in found.parts}
    assert [(span.start_s, span.end_s) for span in parts[PartName.GAZE_AWAY].spans] == [(105, 108)]
    assert [(span.start_s, span.end_s) for span in parts[PartName.SWAY].spans] == [(100, 120)]


def test_where_nothing_was_measured_of_the_first_answer_no_other_takes_its_place() -> None:
    said = [utterance(answer, 200) for answer in (0, 1, 2)]

    found = composures([*still(1), *still(2)], said, [], 0)

    assert [one.answer for one in found] == [1, 2]
    assert {one.why_not for one in found} == {CannotTell.TOO_LITTLE_MEASURED}


def test_with_fewer_than_three_parts_it_cannot_tell() -> None:
    bare = [
        window(answer, second, sway=None, hands=None) for answer in (0, 1) for second in range(20)
    ]

    found = second_of(composures(bare, [], [], 0))

    assert (found.value, found.why_not) == (None, CannotTell.TOO_LITTLE_MEASURED)


def test_a_part_that_was_measured_for_too_short_is_left_out_and_the_others_share_its_place() -> (
    None
):
    short = [
        window(1, second, away=1.0, measured=1.0 if second < 5 else 0.0) for second in range(20)
    ]

    found = second_of(
        composures([*still(0), *short], [utterance(0, 200), utterance(1, 200)], [], 0)
    )

    assert {part.name for part in found.parts} == {
        PartName.SWAY,
        PartName.HAND_MOVEMENT,
        PartName.SPEECH_RATE,
    }
    assert found.value == pytest.approx(100)


def test_another_voice_in_the_room_is_nothing_of_the_persons() -> None:
    said = [utterance(0, 200), utterance(1, 200), utterance(1, 400, Speaker.OTHER, start=17.0)]

    found = second_of(composures([*still(0), *still(1)], said, [], 0))

    assert found.value == pytest.approx(100)


@pytest.mark.parametrize("picture", sorted(set(PictureVerdict) - {PictureVerdict.GOOD}))
@pytest.mark.parametrize("spoilt", [0, 1])
def test_what_a_bad_picture_shows_of_face_and_body_is_nothing(
    picture: PictureVerdict, spoilt: int
) -> None:
    said = [utterance(0, 200), utterance(1, 200)]

    found = second_of(
        composures([*still(0), *still(1)], said, [closed(spoilt, picture=picture)], 0)
    )

    assert (found.value, found.why_not) == (None, CannotTell.TOO_LITTLE_MEASURED)


@pytest.mark.parametrize("verdict", sorted(set(SoundVerdict) - {SoundVerdict.GOOD}))
@pytest.mark.parametrize("spoilt", [0, 1])
def test_the_rate_of_badly_heard_speech_is_nothing_and_the_others_share_its_place(
    verdict: SoundVerdict, spoilt: int
) -> None:
    said = [utterance(0, 200), utterance(1, 350)]

    found = second_of(composures([*still(0), *still(1)], said, [closed(spoilt, verdict)], 0))

    assert {part.name for part in found.parts} == set(PartName) - {PartName.SPEECH_RATE}
    assert found.value == pytest.approx(100)


def test_the_newest_verdict_on_an_answer_counts() -> None:
    said = [utterance(0, 200), utterance(1, 200)]
    first = closed(1, picture=PictureVerdict.DARK)
    last = closed(1, revision=1)

    for answers in ([first, last], [last, first]):
        found = second_of(composures([*still(0), *still(1)], said, answers, 0))
        assert {part.name for part in found.parts} == set(PartName)


def test_without_behaviour_there_is_no_object_whatever_was_said() -> None:
    assert composures([], [utterance(0, 200), utterance(1, 100)], [], 0) == ()


@pytest.mark.parametrize(
    ("profile", "agreed", "may"),
    [
        (Profile.CN, True, True),
        (Profile.CN, False, False),
        (Profile.EU, True, False),
        (Profile.US, True, False),
    ],
)
def test_only_a_profile_that_allows_it_and_a_consent_to_it_make_it(
    profile: Profile, *, agreed: bool, may: bool
) -> None:
    assert may_compose(profile, {Purpose.FACE_ANALYSIS.value: agreed}) is may
    assert not may_compose(profile, {Purpose.ANALYSIS.value: True})


windows = st.lists(
    st.builds(
        window,
        st.integers(0, 2),
        st.integers(0, 29),
        away=st.floats(0, 1),
        blinks=st.integers(0, 3),
        sway=st.none() | st.floats(0, 1),
        hands=st.none() | st.floats(0, 5),
        measured=st.sampled_from([0.0, 0.5, 1.0]),
    ),
    max_size=60,
    unique_by=lambda one: one.start,
)
said = st.lists(
    st.builds(utterance, st.integers(0, 2), st.floats(0, 500)),
    max_size=3,
    unique_by=lambda one: one.answer,
)


@given(windows, said, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_it_is_the_sum_of_its_parts_whatever_the_order_of_the_messages(
    seen: list[BehaviourWindow], heard: list[UtteranceFeatures], chance: Random
) -> None:
    found = composures(seen, heard, [], 0)

    shuffled = [*seen, *seen]
    chance.shuffle(shuffled)
    assert composures(shuffled, [*heard, *reversed(heard)], [], 0) == found
    for one in found:
        assert (one.value is None) is (one.why_not is not None)
        if one.value is not None:
            assert 0 <= one.value <= 100
            assert one.value == pytest.approx(sum(part.contribution for part in one.parts))
        for part in one.parts:
            assert 0 <= part.contribution <= part.most
            assert part.spans
            assert all(span.start_s < span.end_s for span in part.spans)


@given(st.sampled_from(list(PartName)), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_more_of_what_counts_against_it_never_raises_it(
    name: PartName, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    assert value_with(name, more) <= value_with(name, less) + 1e-6


def value_with(name: PartName, amount: float) -> float:
    more = {
        PartName.GAZE_AWAY: {"away": amount},
        PartName.SWAY: {"sway": 0.02 + amount},
        PartName.HAND_MOVEMENT: {"hands": 0.2 + amount},
        PartName.BLINKS: {"blinks": round(5 * amount)},
    }.get(name, {})
    rate = 200 * (1 + amount) if name is PartName.SPEECH_RATE else 200.0
    moved = [window(1, second, **more) for second in range(LENGTH)]  # type: ignore[arg-type]
    found = second_of(
        composures([*still(0), *moved], [utterance(0, 200), utterance(1, rate)], [], 0)
    )
    assert found.value is not None
    return found.value


def test_every_part_has_a_way_to_be_compared() -> None:
    assert set(PARTS) == set(PartName)
