from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.record.timeline import Black, Silence, Timeline

RATE = 1000


def _samples(fillings: list[Silence | Black]) -> int:
    return sum(each.samples for each in fillings if isinstance(each, Silence))


def test_sound_and_pictures_without_holes_need_no_filling() -> None:
    timeline = Timeline(RATE)
    for tick in range(300):
        assert timeline.picture(tick * 0.04) == []
        assert timeline.sound(tick * 0.04, 40) == ([], 0)
    assert timeline.close(12.0) == []
    assert timeline.gaps() == []


def test_silence_stands_in_for_sound_that_did_not_come() -> None:
    timeline = Timeline(RATE)
    timeline.picture(0.0)
    timeline.sound(0.0, 100)
    fillings, left_out = timeline.sound(0.4, 100)
    assert (_samples(fillings), left_out) == (300, 0)
    assert [(gap.start, gap.end) for gap in timeline.gaps()] == [(0.1, 0.4)]


def test_late_sound_is_left_out_where_silence_stands_already() -> None:
    timeline = Timeline(RATE)
    timeline.sound(0.0, 100)
    assert _samples(timeline.picture(1.1)) == 1000
    assert timeline.sound(1.0, 300) == ([], 100)
    assert timeline.sound_end == 1.3


def test_a_lost_camera_gives_black_each_second_and_one_gap() -> None:
    timeline = Timeline(RATE)
    timeline.picture(0.5)
    blacks: list[float] = []
    for tick in range(40):
        fillings, _ = timeline.sound(tick * 0.1, 100)
        blacks += [each.at for each in fillings if isinstance(each, Black)]
    timeline.picture(4.0)
    assert blacks == [1.5, 2.5, 3.5]
    assert [(gap.start, gap.end) for gap in timeline.gaps()] == [(0.5, 4.0)]


def test_an_answer_without_any_picture_is_black_from_its_start() -> None:
    timeline = Timeline(RATE)
    fillings = timeline.sound(0.0, 2500)[0] + timeline.close(2.5)
    assert fillings == [Black(0.0), Black(1.0), Black(2.0)]
    assert [(gap.start, gap.end) for gap in timeline.gaps()] == [(0.0, 2.5)]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.booleans(), st.floats(0.0, 0.7), st.integers(1, 400)), min_size=1, max_size=40
    )
)
def test_sound_never_has_a_hole_and_pictures_never_come_late(
    steps: list[tuple[bool, float, int]],
) -> None:
    timeline, now, written, shown = Timeline(RATE), 0.0, 0, [0.0]
    for is_picture, wait, samples in steps:
        now += wait
        left_out = 0
        if is_picture:
            fillings = timeline.picture(now)
            shown.append(now)
        else:
            fillings, left_out = timeline.sound(now, samples)
            written += samples - left_out
        written += _samples(fillings)
        shown += [each.at for each in fillings if isinstance(each, Black)]
        assert written == round(timeline.sound_end * RATE)
        assert timeline.sound_end > now - 0.52
    for each in timeline.close(now):
        written += each.samples if isinstance(each, Silence) else 0
    assert written >= round((now - 0.02) * RATE) - 1
