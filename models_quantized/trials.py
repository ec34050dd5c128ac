"""How each vision model is tried: what it is shown, and how far two answers lie apart.

The kiosk's own adapters read the answers, so that what is measured is what runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np

from edge_agent.inference.blazeface import OUTPUTS, BlazeFace, letterbox, read_boxes
from edge_agent.inference.opener import open_runtime
from edge_agent.inference.regions import crop_matrix, region_of_box

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceBox
    from models_quantized.manifest import Manifest

Feed = dict[str, Any]
Answer = list[Any]


class Trial(Protocol):
    """One model's."""

    @property
    def outputs(self) -> Sequence[str]:
        """Name the outputs that are compared, in the order of an answer."""
        ...

    def feed(self, picture: NDArray[np.uint8]) -> Feed | None:
        """Give what the model is fed for a picture; None where it would not be asked."""
        ...

    def error(self, truth: Answer, found: Answer) -> float | None:
        """Give the distance of an answer from the parent's, in percent of the bound's unit.

        None where one of them sees what the other does not.
        """
        ...


class FaceBoxes:
    """The face detector: error is 100 % less the overlap (intersection over union)."""

    outputs = OUTPUTS

    def feed(self, picture: NDArray[np.uint8]) -> Feed:
        """Fit the picture into the square."""
        return {"input": letterbox(picture)[0]}

    def error(self, truth: Answer, found: Answer) -> float | None:
        """Compare the surest boxes; as many faces must be seen."""
        wanted, seen = read_boxes(*truth), read_boxes(*found)
        if len(wanted) != len(seen):
            return None
        return 100.0 * (1.0 - _overlap(wanted[0], seen[0])) if wanted else 0.0


class FacePoints:
    """The landmarks: error is the points' distance, in percent of that of the outer eye corners."""

    outputs = ("landmarks", "presence")
    _side = 192
    _corners = (33, 263)

    def __init__(self, detector: BlazeFace) -> None:
        """Look where a detector finds the face."""
        self._detector = detector

    def feed(self, picture: NDArray[np.uint8]) -> Feed | None:
        """Cut out the face that the detector finds."""
        boxes = self._detector.detect(picture)
        if not boxes:
            return None
        matrix = crop_matrix(region_of_box(boxes[0]), self._side)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self._side, self._side)
        crop = cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return {"image": crop[np.newaxis].astype(np.float32) / np.float32(255.0)}

    def error(self, truth: Answer, found: Answer) -> float | None:
        """Compare all 478 points; the mean over them is one picture's error."""
        if (truth[1][0] >= 0.5) != (found[1][0] >= 0.5):  # noqa: PLR2004 - as the tracker does
            return None
        one, other = self._corners
        eyes = float(np.linalg.norm(truth[0][one, :2] - truth[0][other, :2]))
        apart = np.linalg.norm(truth[0][:, :2] - found[0][:, :2], axis=1)
        return float(100.0 * apart.mean() / eyes)


def trials(manifest: Manifest, folder: Path) -> Mapping[str, Callable[[], Trial]]:
    """Say by model how it is tried; opening a trial may load models out of `folder`."""
    shipped = next(built for built in manifest.built if built.name == "face_detector")

    def points() -> Trial:
        detector = open_runtime(shipped.runtime, folder / shipped.file)
        return FacePoints(BlazeFace(detector))

    return {"face_detector": FaceBoxes, "face_landmarks": points}


def _overlap(one: FaceBox, other: FaceBox) -> float:
    """Give the intersection over union of two boxes."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    shared = max(0.0, across) * max(0.0, down)
    return shared / (one.width * one.height + other.width * other.height - shared)
