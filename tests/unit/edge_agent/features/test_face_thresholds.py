"""Each limit of the face's measures lies where its page says: just below nothing, just above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from edge_agent.features.face_behaviour import FaceMeter
from tests.fakes.faces import EYE_DISTANCE, Face

if TYPE_CHECKING:
    from wire.messages.behaviour_window import FaceBehaviour

NEUTRAL = Face()
RATE = 15
KNOWN = 8.0


def measured(*parts: tuple[Face, float]) -> FaceBehaviour:
    """Give what is measured after eight neutral seconds."""
    meter, number = FaceMeter(), 0
    for face, seconds in ((NEUTRAL, KNOWN), *parts, (NEUTRAL, 1.0)):
        for _ in range(round(seconds * RATE)):
            meter.observe(face.seen(number / RATE))
            number += 1
    meter.take(0.0, KNOWN)
    return meter.take(KNOWN, 1000.0)


def smiling(extent: float) -> Face:
    """Widen the mouth by so many eye distances."""
    return Face(mouth_width=NEUTRAL.mouth_width + extent * EYE_DISTANCE)


def lowered(by: float) -> Face:
    """Lower the brows by so many eye distances."""
    return Face(brow=NEUTRAL.brow - by * EYE_DISTANCE)


@pytest.mark.parametrize(("extent", "smiles"), [(0.078, 0), (0.082, 1)])
def test_a_smile_begins_at_eight_hundredths(extent: float, smiles: int) -> None:
    assert measured((smiling(extent), 1.0)).smiles == smiles


@pytest.mark.parametrize(("extent", "seconds"), [(0.048, 1.0), (0.052, 3.0)])
def test_a_smile_ends_at_five_hundredths(extent: float, seconds: float) -> None:
    found = measured((smiling(0.1), 1.0), (smiling(extent), 2.0))

    assert found.smile_s == pytest.approx(seconds, abs=0.05)


@pytest.mark.parametrize(("by", "lowerings"), [(0.019, 0), (0.021, 1)])
def test_brows_are_lowered_from_two_hundredths_on(by: float, lowerings: int) -> None:
    assert measured((lowered(by), 1.0)).brow_lowerings == lowerings


@pytest.mark.parametrize(("by", "lowerings"), [(0.0115, 2), (0.0125, 1)])
def test_brows_are_back_from_twelve_thousandths_on(by: float, lowerings: int) -> None:
    frown = lowered(0.03), 1.0

    assert measured(frown, (lowered(by), 1.0), frown).brow_lowerings == lowerings


@pytest.mark.parametrize(("axis", "way"), [("yaw", 1.0), ("yaw", -1.0), ("pitch", -1.0)])
@pytest.mark.parametrize(("degrees", "lowerings"), [(24.5, 1), (25.5, 0)])
def test_with_the_head_turned_by_more_than_25_degrees_the_brows_are_not_judged(
    axis: str, way: float, degrees: float, lowerings: int
) -> None:
    turned = replace(lowered(0.06), **{axis: way * degrees})

    assert measured((turned, 1.0)).brow_lowerings == lowerings


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (Face(gaze_yaw=19.5), Face(gaze_yaw=20.5)),
        (Face(gaze_yaw=-19.5), Face(gaze_yaw=-20.5)),
        (Face(gaze_pitch=14.5), Face(gaze_pitch=15.5)),
        (Face(gaze_pitch=-14.5), Face(gaze_pitch=-15.5)),
        (Face(pitch=19.5), Face(pitch=20.5)),
        (Face(pitch=-19.5), Face(pitch=-20.5)),
    ],
    ids=["right", "left", "up", "down", "head up", "head down"],
)
def test_a_gaze_is_away_from_its_limit_on(below: Face, above: Face) -> None:
    assert measured((below, 1.0)).gaze_away_episodes == 0
    assert measured((above, 1.0)).gaze_away_episodes == 1


@pytest.mark.parametrize(("degrees", "seconds"), [(15.5, 1.0), (16.5, 3.0)])
def test_a_gaze_is_back_at_four_fifths_of_its_limit(degrees: float, seconds: float) -> None:
    found = measured((Face(gaze_yaw=25.0), 1.0), (Face(gaze_yaw=degrees), 2.0))

    assert found.gaze_away_s == pytest.approx(seconds, abs=0.05)
