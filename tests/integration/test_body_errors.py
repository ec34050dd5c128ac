"""What the body's measures err by: the real model on a real portrait moved by known amounts.

The bounds here are those that docs/measures states; `pytest -s` prints what was found.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import cos, dist, pi, sin
from statistics import fmean, median, pstdev

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.capture.frames import Frame
from edge_agent.features.body_behaviour import BodyMeter
from edge_agent.features.posture import SETTLED_AFTER_S
from edge_agent.inference.body import BodyTracker, open_body
from edge_agent.inference.ports import BodyPose, FaceMesh
from edge_agent.inference.vision import open_tracker
from tests.fakes.bodies import bare
from tests.integration.body_films import MODELS, SIZE, WIDTH, Move, moved, sitter, wrist
from wire.messages.behaviour_window import BodyBehaviour

pytestmark = pytest.mark.integration

RATE = 5
UPRIGHT = Move()
HANDS = ((0.5, 0.6), (-0.5, 0.6))
"""Left and right wrist, in shoulder widths from the shoulders' middle."""
Places = tuple[tuple[float, float], tuple[float, float]]
Picture = NDArray[np.uint8]
Script = Callable[[float], tuple[Picture, Move]]


@cache
def seated(places: Places | None = HANDS) -> Picture:
    return sitter(*(wrist(*place) for place in places)) if places else sitter()


@cache
def face() -> FaceMesh:
    picture = moved(seated(), UPRIGHT)
    tracker = open_tracker(MODELS, behaviour=True)
    mesh = tracker.observe(Frame(pts=0.0, captured_at=0.0, image=picture)).mesh
    assert mesh is not None
    return mesh


def face_in(move: Move) -> FaceMesh:
    matrix = move.matrix()
    flat = face().points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    points = np.concatenate([flat, face().points[:, 2:]], axis=1).astype(np.float32)
    return FaceMesh(points=points, presence=1.0)


def look(tracker: BodyTracker, at: float, picture: Picture, move: Move) -> BodyPose:
    shown = moved(picture, move, seed=round(at * RATE))
    pose = tracker.observe(shown, at, face_in(move))
    assert pose is not None
    return pose


def play(
    script: Script, seconds: int, still: Picture, length: float = 1.0
) -> Iterator[BodyBehaviour]:
    """Sit still until the neutral posture is settled, then play; yield windows of `length`."""
    tracker, meter = open_body(MODELS), BodyMeter()
    at_rest = [look(tracker, number / RATE, still, UPRIGHT) for number in range(10)]
    start = SETTLED_AFTER_S + 1
    for number in range(round(start * RATE)):
        meter.observe(bare(number / RATE, at_rest[number % 10]))
    meter.take(0.0, start)
    taken = start
    for number in range(seconds * RATE):
        at = number / RATE
        while start + at >= taken + length - 1e-9:
            yield meter.take(taken, taken + length)
            taken += length
        meter.observe(bare(start + at, look(tracker, start + at, *script(at))))
    yield meter.take(taken, taken + length)


@pytest.mark.parametrize("places", [HANDS, None], ids=["hands", "no hands"])
def test_lean_errs_by_little(places: Places | None) -> None:
    degrees = (-20.0, -10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 20.0)
    still = seated(places)

    found = play(lambda at: (still, Move(turn=degrees[int(at + 1e-6)])), len(degrees), still)
    errors = [(w.lean or 0.0) - true for w, true in zip(found, degrees, strict=True)]

    print("lean", np.round(errors, 2))  # noqa: T201 - the figures of docs/measures
    assert median(map(abs, errors)) <= 2.0
    assert max(map(abs, errors)) <= 4.0


@pytest.mark.parametrize("places", [HANDS, None], ids=["hands", "no hands"])
def test_leaning_forward_errs_by_little(places: Places | None) -> None:
    growths = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.3)
    still = seated(places)

    def nearer(at: float) -> tuple[Picture, Move]:
        growth = growths[int(at + 1e-6)]
        return still, Move(growth=growth, down=max(0.0, 740 * (growth - 1) - 40))

    found = play(nearer, len(growths), still)
    errors = [(w.lean_forward or 0.0) - (g - 1) for w, g in zip(found, growths, strict=True)]

    print("forward", np.round(errors, 3))  # noqa: T201 - the figures of docs/measures
    assert median(map(abs, errors)) <= 0.03
    assert max(map(abs, errors)) <= 0.06


@pytest.mark.parametrize("amplitude", [0.0, 0.05, 0.1, 0.2])
def test_sway_errs_by_little(amplitude: float) -> None:
    def path(at: float) -> float:
        return amplitude * sin(pi * at)

    found = list(play(lambda at: (seated(), Move(right=path(at) * WIDTH)), 5, seated()))
    true = [pstdev(path(second + n / RATE) for n in range(RATE)) for second in range(5)]
    errors = [(window.sway or 0.0) - wanted for window, wanted in zip(found, true, strict=True)]

    print("sway", amplitude, np.round(errors, 3))  # noqa: T201 - the figures of docs/measures
    assert max(map(abs, errors)) <= 0.03


@pytest.mark.parametrize(("height", "period"), [(0.0, 2.0), (0.2, 1.6), (0.3, 1.2), (0.5, 2.0)])
def test_hand_movement_errs_by_little(height: float, period: float) -> None:
    def left(at: float) -> tuple[float, float]:
        return (0.5, 0.6 - height * (1 - cos(2 * pi * at / period)) / 2)

    (found,) = play(lambda at: (seated((left(at), HANDS[1])), UPRIGHT), 6, seated(), length=6.0)
    places = [left(number / RATE) for number in range(6 * RATE)]
    true = fmean(dist(one, other) * RATE for one, other in pairwise(places)) / 2

    print("hands", true, found)  # noqa: T201 - the figures of docs/measures
    assert found.hands_s == pytest.approx(6.0)
    assert found.hand_movement == pytest.approx(true, abs=0.15)


def test_three_gestures_are_three_and_last_as_long() -> None:
    def left(at: float) -> tuple[float, float]:
        since = at % 3.0
        raised = sin(pi * since / 1.2) ** 2 if since < 1.2 else 0.0
        return (0.5, 0.8 - 0.8 * raised)

    rest = ((0.5, 0.8), (-0.5, 0.8))
    (found,) = play(lambda at: (seated((left(at), rest[1])), UPRIGHT), 9, seated(rest), length=9.0)

    print("gestures", found)  # noqa: T201 - the figures of docs/measures
    assert found.gestures == 3
    assert found.gesture_s == pytest.approx(3.0, abs=0.81)


def test_hands_below_the_picture_are_not_measured() -> None:
    (found,) = play(lambda _: (seated(None), UPRIGHT), 3, seated(None), length=3.0)

    assert found.measured_s == pytest.approx(3.0)
    assert found.hands_s == 0
    assert found.hand_movement is None


def test_a_mirrored_picture_mirrors_the_body_and_swaps_its_hands() -> None:
    raised = seated(((0.7, -0.1), (-0.4, 0.9)))
    one = look(open_body(MODELS), 0.0, raised, UPRIGHT)
    turned = face_in(UPRIGHT).points.copy()
    turned[:, 0] = SIZE[0] - turned[:, 0]
    turned[[33, 263]] = turned[[263, 33]]
    there = np.ascontiguousarray(moved(raised, UPRIGHT)[:, ::-1])
    other = open_body(MODELS).observe(there, 0.0, FaceMesh(points=turned, presence=1.0))

    assert other is not None
    for number, twin in ((11, 12), (12, 11), (15, 16), (16, 15)):
        x, y = one.points[number, :2].tolist()
        assert dist((SIZE[0] - x, y), other.points[twin, :2].tolist()) < 0.15 * WIDTH


@pytest.mark.parametrize("factor", [0.6, 1.3])
def test_brightness_moves_nothing(factor: float) -> None:
    picture = seated()
    other = np.clip(picture * factor, 0, 255).astype(np.uint8)

    one, two = (look(open_body(MODELS), 0.0, each, UPRIGHT) for each in (picture, other))

    for number in (11, 12, 15, 16):
        assert dist(one.points[number, :2], two.points[number, :2]) < 0.12 * WIDTH


def test_without_a_body_there_is_none() -> None:
    grey = np.full((SIZE[1], SIZE[0], 3), 120, np.uint8)

    assert open_body(MODELS).observe(grey, 0.0, replace(face(), presence=1.0)) is None
