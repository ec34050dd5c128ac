"""The real models and measures on real faces that were turned and moved by known amounts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.features.face_behaviour import FaceMeter
from edge_agent.inference.vision import open_tracker
from tests.fakes.face_changes import Change
from tests.fakes.face_photographs import MODELS, PHOTOGRAPHS, Photograph, taken
from tests.fakes.face_truth import (
    BROWS,
    LIDS,
    ROLLS,
    SIDEWAYS,
    SMILES,
    TURNS,
    findings,
)

if TYPE_CHECKING:
    from tests.fakes.rendered_face import RenderedFace
    from wire.messages.behaviour_window import FaceBehaviour

pytestmark = pytest.mark.integration

RATE = 15
MAN, WOMAN, WEBCAM = PHOTOGRAPHS[0], PHOTOGRAPHS[3], PHOTOGRAPHS[5]


@cache
def face(photograph: Photograph) -> RenderedFace:
    if photograph.film != MAN.film and not photograph.film.parent.is_dir():
        pytest.skip("the folder of shared clips is absent")
    return taken(photograph)


def errors(photograph: Photograph, measure: str, changes: tuple[Change, ...]) -> list[float]:
    found = [one for one in findings(face(photograph), changes) if one.measure == measure]
    assert found
    return [abs(one.measured - one.true) for one in found]


@pytest.mark.parametrize("photograph", [MAN, WOMAN, WEBCAM], ids=lambda one: one.name)
def test_a_turned_head_is_read_to_within_a_few_degrees(photograph: Photograph) -> None:
    found = list(findings(face(photograph), (*TURNS[1:5], *TURNS[6:10])))

    for measure, mean, most in (("yaw", 3.0, 6.0), ("pitch", 4.0, 9.0)):
        off = [abs(one.measured - one.true) for one in found if one.measure == measure]
        assert np.mean(off) < mean
        assert max(off) < most
    assert max(errors(photograph, "roll", (ROLLS[0], ROLLS[3]))) < 2


@pytest.mark.parametrize("photograph", [MAN, WOMAN, WEBCAM], ids=lambda one: one.name)
def test_a_smile_is_as_wide_as_it_was_drawn(photograph: Photograph) -> None:
    assert max(errors(photograph, "smile", SMILES)) < 0.06


@pytest.mark.parametrize("photograph", [MAN, WOMAN, WEBCAM], ids=lambda one: one.name)
def test_brows_that_come_down_are_read_lower_though_by_less(photograph: Photograph) -> None:
    found = [one for one in findings(face(photograph), BROWS[1:]) if one.measure == "brow"]

    drops = [one.measured for one in found]
    assert drops == sorted(drops, reverse=True)
    assert all(0.2 < one.measured / one.true < 1.0 for one in found)


@pytest.mark.parametrize("photograph", [WOMAN, WEBCAM], ids=lambda one: one.name)
def test_shut_eyes_fall_below_the_share_that_is_called_closed(photograph: Photograph) -> None:
    shares = [one.measured for one in findings(face(photograph), LIDS)]

    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.8
    assert shares[-1] < 0.6


@pytest.mark.parametrize("photograph", [WOMAN, WEBCAM], ids=lambda one: one.name)
def test_eyes_that_turn_are_read_as_turning_the_same_way_though_less_far(
    photograph: Photograph,
) -> None:
    found = [
        one
        for one in findings(face(photograph), SIDEWAYS)
        if one.measure == "gaze sideways, eyes alone"
    ]

    assert all(0.2 < one.measured / one.true < 1.1 for one in found)


def film(
    photograph: Photograph, *parts: tuple[Change, float], mirrored: bool = False
) -> FaceBehaviour:
    """Measure a film of known changes, each held for so many seconds, with a camera's noise."""
    step = -1 if mirrored else 1
    drawn = {change: face(photograph).render(change)[:, ::step] for change, _ in parts}
    noise = np.random.default_rng(5)
    tracker, meter, number = open_tracker(MODELS, behaviour=True), FaceMeter(), 0
    for change, seconds in parts:
        for _ in range(round(seconds * RATE)):
            still = drawn[change]
            grain = noise.integers(-2, 3, still.shape, dtype=np.int16)
            image = np.clip(still + grain, 0, 255).astype(np.uint8)
            meter.observe(tracker.observe(Frame(pts=number / RATE, captured_at=0.0, image=image)))
            number += 1
    return meter.take(0.0, number / RATE)


NEUTRAL, SHUT = Change(), Change(lids=0.0)


@pytest.mark.parametrize("photograph", [WOMAN, WEBCAM], ids=lambda one: one.name)
def test_a_film_of_known_episodes_is_counted_as_it_was_drawn(photograph: Photograph) -> None:
    found = film(
        photograph,
        (NEUTRAL, 5.0),
        *((SHUT, 0.2), (NEUTRAL, 0.6)) * 3,
        *((Change(smile=6), 1.0), (NEUTRAL, 0.6)) * 2,
        (Change(brows=5), 1.0),
        (NEUTRAL, 0.6),
        (Change(yaw=30), 1.5),
        (NEUTRAL, 0.6),
        (Change(pitch=-25), 1.0),
        (NEUTRAL, 0.6),
    )

    assert found.blinks == 3
    assert found.smiles == 2
    assert found.smile_s == pytest.approx(2.0, abs=0.3)
    assert found.brow_lowerings == 1
    assert found.gaze_away_episodes == 2
    assert found.gaze_away_s == pytest.approx(2.5, abs=0.4)
    assert found.measured_s == pytest.approx(15.9 - 3.0, abs=0.5)


def test_a_mirrored_film_turns_the_other_way_and_counts_the_same() -> None:
    turned = (Change(yaw=15, roll=8), 2.0)
    parts = ((NEUTRAL, 5.0), (Change(smile=6), 1.0), (NEUTRAL, 0.6), (Change(yaw=30), 1.0), turned)

    here, there = film(WEBCAM, *parts), film(WEBCAM, *parts, mirrored=True)
    only, mirrored = film(WEBCAM, turned), film(WEBCAM, turned, mirrored=True)

    assert (here.smiles, here.gaze_away_episodes, here.blinks) == (1, 1, 0)
    assert (there.smiles, there.gaze_away_episodes, there.blinks) == (1, 1, 0)
    assert only.head_yaw == pytest.approx(-(mirrored.head_yaw or 0.0), abs=3)
    assert only.head_roll == pytest.approx(-(mirrored.head_roll or 0.0), abs=2)
    assert only.head_pitch == pytest.approx(mirrored.head_pitch, abs=3)
