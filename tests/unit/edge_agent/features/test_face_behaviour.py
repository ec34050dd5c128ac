from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.face_behaviour import FaceMeter
from edge_agent.inference.observation import PictureObservation
from tests.fakes.faces import Face, no_face
from wire.messages.behaviour_window import FaceBehaviour

NEUTRAL = Face()
RATE = 15
Part = tuple[Face | None, float]


def film(*parts: Part) -> Iterator[PictureObservation]:
    """Give 15 pictures a second of each face for so many seconds."""
    number = 0
    for face, seconds in parts:
        for _ in range(round(seconds * RATE)):
            yield face.seen(number / RATE) if face else no_face(number / RATE)
            number += 1


def counts(*parts: Part) -> FaceBehaviour:
    meter = FaceMeter()
    for observation in film(*parts):
        meter.observe(observation)
    return meter.take(0, 1000)


def _numbers(found: FaceBehaviour) -> tuple[float, ...]:
    """Give what adds up over windows."""
    return tuple(
        value for name, value in msgspec.structs.asdict(found).items() if "head" not in name
    )


def test_each_blink_is_counted_once() -> None:
    blink: list[Part] = [(Face(eye=0.05), 0.2), (NEUTRAL, 1.0)]

    assert counts((NEUTRAL, 4.0), *blink * 5).blinks == 5


def test_eyes_closed_for_a_second_are_not_a_blink() -> None:
    assert counts((NEUTRAL, 4.0), (Face(eye=0.05), 1.0), (NEUTRAL, 1.0)).blinks == 0


def test_narrow_eyes_of_one_person_are_open_eyes() -> None:
    narrow = Face(eye=0.18)

    found = counts((narrow, 4.0), (Face(eye=0.05), 0.2), (narrow, 2.0))

    assert found.blinks == 1


def test_smiles_are_counted_and_timed() -> None:
    smile: list[Part] = [(Face(mouth_width=58, lift=2), 2.0), (NEUTRAL, 1.0)]

    found = counts((NEUTRAL, 8.0), *smile * 3)

    assert found.smiles == 3
    assert found.smile_s == pytest.approx(6.0, abs=0.1)
    assert found.brow_lowerings == found.gaze_away_episodes == found.blinks == 0


def test_a_mouth_that_widens_for_a_moment_only_is_no_smile() -> None:
    assert counts((NEUTRAL, 8.0), (Face(mouth_width=60), 0.3), (NEUTRAL, 1.0)).smiles == 0


def test_lowered_brows_are_counted() -> None:
    frown: list[Part] = [(Face(brow=22), 1.0), (NEUTRAL, 1.0)]

    found = counts((NEUTRAL, 8.0), *frown * 2)

    assert found.brow_lowerings == 2
    assert found.smiles == found.blinks == 0


@pytest.mark.parametrize("away", [Face(gaze_yaw=28), Face(gaze_yaw=-28), Face(gaze_pitch=-20)])
def test_looking_away_is_counted_and_timed(away: Face) -> None:
    found = counts((NEUTRAL, 8.0), (away, 3.0), (NEUTRAL, 2.0))

    assert found.gaze_away_episodes == 1
    assert found.gaze_away_s == pytest.approx(3.0, abs=0.1)


def test_turning_the_head_while_looking_at_the_camera_is_not_looking_away() -> None:
    turned = Face(yaw=25, gaze_yaw=0)

    assert counts((NEUTRAL, 8.0), (turned, 3.0), (NEUTRAL, 2.0)).gaze_away_s == 0


def test_a_blink_while_looking_away_does_not_end_the_looking_away() -> None:
    away = Face(gaze_yaw=28)
    blink = Face(gaze_yaw=0, eye=0.03)

    found = counts((NEUTRAL, 8.0), (away, 1.0), (blink, 0.2), (away, 1.0), (NEUTRAL, 1.0))

    assert found.gaze_away_episodes == 1
    assert found.blinks == 1


def test_before_the_neutral_face_is_known_nothing_is_measured() -> None:
    found = counts((NEUTRAL, 1.0), (Face(eye=0.05), 0.2), (NEUTRAL, 1.0))

    assert not any(_numbers(found))


def test_without_a_face_nothing_is_measured() -> None:
    found = counts((NEUTRAL, 4.0), (None, 5.0), (NEUTRAL, 1.0))

    assert found.measured_s == pytest.approx(2.0, abs=0.2)


def test_while_two_faces_are_seen_nothing_is_measured() -> None:
    meter = FaceMeter()
    for observation in film((NEUTRAL, 4.0)):
        meter.observe(observation)
    meter.take(0, 4)
    for number in range(60):
        meter.observe(Face(eye=0.05).seen(4 + number / RATE, faces=2))

    assert not any(_numbers(meter.take(4, 8)))


def test_across_a_pause_in_the_pictures_nothing_is_measured() -> None:
    meter = FaceMeter()
    for observation in film((NEUTRAL, 4.0)):
        meter.observe(observation)
    meter.take(0, 4)
    meter.observe(NEUTRAL.seen(60.0))

    assert meter.take(4, 61).measured_s == 0


faces = st.sampled_from(
    [
        NEUTRAL,
        Face(eye=0.04),
        Face(mouth_width=62, lift=3),
        Face(brow=20),
        Face(gaze_yaw=30),
        None,
    ]
)
parts = st.lists(st.tuples(faces, st.floats(0.1, 1.5)), min_size=1, max_size=5)


@given(parts, st.floats(0.3, 2.0))
@settings(max_examples=20, deadline=None)
def test_windows_partition_what_is_counted(film_parts: list[Part], length: float) -> None:
    whole = counts((NEUTRAL, 3.5), *film_parts)
    meter = FaceMeter()
    taken, start = [], 0.0
    for observation in film((NEUTRAL, 3.5), *film_parts):
        while observation.pts >= start + length:
            taken.append(_numbers(meter.take(start, start + length)))
            start += length
        meter.observe(observation)
    taken.append(_numbers(meter.take(start, 1000)))

    assert [sum(column) for column in zip(*taken, strict=True)] == pytest.approx(_numbers(whole))
