"""What must hold of the face's measures whatever the film shows.

That light changes no measure is a law of the models: tests/integration/test_vision_laws.py.
"""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_agent.features.face_behaviour import FaceMeter
from edge_agent.features.neutral import SETTLED_AFTER_S
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.ports import FaceMesh
from tests.fakes.faces import Face, mirrored, no_face
from wire.messages.behaviour_window import FaceBehaviour

RATE = 15
NEUTRAL = Face()
BLINK, SMILE = Face(eye=0.03), Face(mouth_width=62, lift=3)
LOWERED, AWAY, BOWED = Face(brow=21), Face(gaze_yaw=30), Face(pitch=-24)
Part = tuple[Face, float]

kinds = st.sampled_from([(BLINK, 0.2), (SMILE, 0.8), (LOWERED, 0.8), (AWAY, 1.0), (BOWED, 0.8)])
films = st.lists(kinds, min_size=1, max_size=5).map(
    lambda found: [(NEUTRAL, 9.0), *(part for one in found for part in (one, (NEUTRAL, 0.6)))]
)
"""Neutral for longer than everything else, so that the median is."""


def film(parts: list[Part], slower: float = 1.0) -> Iterator[PictureObservation]:
    number = 0
    for face, seconds in parts:
        for _ in range(round(seconds * RATE)):
            yield face.seen(number * slower / RATE)
            number += 1


def measured(pictures: Iterator[PictureObservation], start: float = 0.0) -> FaceBehaviour:
    meter = FaceMeter()
    for one in pictures:
        meter.observe(one)
    meter.take(0.0, start)
    return meter.take(start, 1000.0)


def with_points(one: PictureObservation, points: NDArray[np.float32]) -> PictureObservation:
    return replace(one, mesh=FaceMesh(points=points, presence=1.0))


def mirror(one: PictureObservation) -> PictureObservation:
    assert one.mesh is not None
    return with_points(one, mirrored(one.mesh.points))


def nearer(one: PictureObservation) -> PictureObservation:
    assert one.mesh is not None
    return with_points(one, np.float32(1.7) * one.mesh.points)


@given(films)
@settings(max_examples=20, deadline=None)
def test_a_mirrored_film_turns_the_other_way_and_counts_the_same(parts: list[Part]) -> None:
    turned = [(replace(face, yaw=8.0, roll=5.0), seconds) for face, seconds in parts]
    here, there = measured(film(turned)), measured(mirror(one) for one in film(turned))

    assert here.head_yaw == pytest.approx(-(there.head_yaw or 0.0), abs=0.1)
    assert here.head_roll == pytest.approx(-(there.head_roll or 0.0), abs=0.1)
    assert here.head_pitch == pytest.approx(there.head_pitch, abs=0.1)
    assert deeds(there) == deeds(here)


@given(films)
@settings(max_examples=20, deadline=None)
def test_the_distance_changes_nothing_of_what_a_face_did(parts: list[Part]) -> None:
    here, there = measured(film(parts)), measured(nearer(one) for one in film(parts))

    assert there.head_yaw == pytest.approx(here.head_yaw, abs=0.1)
    assert deeds(there) == deeds(here)


@given(films, st.sampled_from([1.5, 2.0]))
@settings(max_examples=20, deadline=None)
def test_a_film_played_slower_has_the_same_episodes_over_longer_time(
    parts: list[Part], slower: float
) -> None:
    lead = parts[0][1]
    fast = measured(film(parts), lead)
    slow = measured(film(parts, slower), lead * slower)

    assert (slow.blinks, slow.smiles) == (fast.blinks, fast.smiles)
    assert slow.brow_lowerings == fast.brow_lowerings
    assert slow.gaze_away_episodes == fast.gaze_away_episodes
    for name in ("measured_s", "smile_s", "gaze_away_s"):
        assert getattr(slow, name) == pytest.approx(slower * getattr(fast, name))
    assert slow.blinks / slow.measured_s == pytest.approx(fast.blinks / fast.measured_s / slower)


def test_a_bowed_head_looks_away_though_the_eyes_seem_to_stay() -> None:
    found = measured(film([(NEUTRAL, 9.0), (BOWED, 1.0), (NEUTRAL, 1.0)]))

    assert found.gaze_away_episodes == 1
    assert found.smiles == found.blinks == 0


def test_a_face_that_is_lost_interrupts_what_it_was_doing() -> None:
    meter = FaceMeter()
    for one in film([(NEUTRAL, 9.0), (SMILE, 0.4), (NEUTRAL, 0.1), (SMILE, 0.4), (NEUTRAL, 0.5)]):
        meter.observe(no_face(one.pts) if 9.4 <= one.pts < 9.5 else one)

    assert meter.take(0.0, 20.0).smiles == 0


def test_a_picture_that_stands_still_shows_nobody_after_a_second() -> None:
    meter = FaceMeter()
    for one in film([(NEUTRAL, 4.0), (NEUTRAL, 5.0), (NEUTRAL, 2.0)]):
        meter.observe(replace(one, change=0.0) if 4.0 <= one.pts < 9.0 else one)

    assert meter.take(4.0, 9.0).measured_s == pytest.approx(1.0, abs=0.1)
    assert meter.take(9.0, 11.0).measured_s == pytest.approx(2.0, abs=0.2)


def test_the_pose_is_the_median_of_the_window_and_none_without_a_face() -> None:
    meter = FaceMeter()
    for one in film([(Face(yaw=10, pitch=5, roll=-4), 0.6), (Face(yaw=-30), 0.4)]):
        meter.observe(one)
    meter.observe(no_face(1.0))
    seen, unseen = meter.take(0.0, 1.0), meter.take(1.0, 2.0)

    assert seen.head_yaw == pytest.approx(10, abs=0.1)
    assert seen.head_pitch == pytest.approx(5, abs=0.2)
    assert seen.head_roll == pytest.approx(-4, abs=0.9)
    assert (unseen.head_yaw, unseen.head_pitch, unseen.head_roll) == (None, None, None)


def test_the_neutral_face_is_that_of_the_first_half_minute_and_stays() -> None:
    found = measured(film([(NEUTRAL, SETTLED_AFTER_S + 1), (SMILE, 60.0)]), SETTLED_AFTER_S + 1)

    assert found.smile_s == pytest.approx(60.0, abs=0.2)
    assert found.smiles == 1


def deeds(found: FaceBehaviour) -> dict[str, float]:
    """Give everything but the head's pose."""
    return {
        name: value
        for name, value in msgspec.structs.asdict(found).items()
        if not name.startswith("head")
    }
