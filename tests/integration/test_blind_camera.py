"""Of a dark film, and of a picture that an encoder keeps alive, no behaviour is measured."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.features.behaviour import BehaviourMeter
from edge_agent.features.picture_quality import PictureMeter
from edge_agent.inference.vision import open_tracker
from tests.integration.speech_clips import MEDIA, MODELS, needs_media

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from wire.messages.behaviour_window import FaceBehaviour
    from wire.messages.feature_window import PictureQuality

pytestmark = [pytest.mark.integration, needs_media]
PICTURES = 120
RATE = 15
Pictures = list["NDArray[np.uint8]"]


def decoded(source: str | io.BytesIO) -> Pictures:
    with av.open(source, "r") as file:
        frames = (one.to_ndarray(format="rgb24") for one in file.decode(video=0))
        return [np.asarray(one, np.uint8) for one in frames]


def film() -> Pictures:
    """Give eight seconds of a man at a webcam, every second picture, there and back again."""
    there = decoded(str(MEDIA / "webcam-400.mp4"))[::2]
    return [*there, *reversed(there), *there, *reversed(there)][:PICTURES]


def encoded(pictures: Pictures) -> Pictures:
    """Send pictures through H.264 and back."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "23"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for one in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(one, format="rgb24")))
        container.mux(stream.encode())
    file.seek(0)
    return decoded(file)


def looked_at(pictures: Iterable[NDArray[np.uint8]]) -> tuple[PictureQuality, FaceBehaviour]:
    vision, quality = open_tracker(MODELS, behaviour=True), PictureMeter()
    behaviour = BehaviourMeter()
    for number, image in enumerate(pictures):
        seen = vision.observe(Frame(number / RATE, 0.0, image))
        quality.observe(seen)
        behaviour.observe(seen)
    return quality.take(0.0, 100.0, skipped=0), behaviour.take(0.0, 100.0).face


def test_a_film_in_good_light_is_measured_through_an_encoder() -> None:
    seen, face = looked_at(encoded(film()))

    assert (seen.frames_dark, seen.frames_frozen) == (0, 0)
    assert face.measured_s > 4.0


def test_of_a_dark_film_nothing_is_measured() -> None:
    seen, face = looked_at(
        np.asarray(cv2.convertScaleAbs(one, alpha=0.09), np.uint8) for one in film()
    )

    assert seen.frames_dark == PICTURES
    assert (face.measured_s, face.blinks, face.smiles) == (0.0, 0, 0)


def test_a_picture_that_stands_still_behind_an_encoder_is_frozen() -> None:
    seen, face = looked_at(encoded([film()[0]] * PICTURES))

    assert seen.frames_frozen > 0.9 * PICTURES
    assert face.measured_s == 0.0
