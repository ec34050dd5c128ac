"""How each vision model is tried: what it is shown, and how far two answers lie apart.

The kiosk's own functions cut out what a model is shown, and read its boxes and heat maps. A face's
points are compared as the model gives them, in pixels of the crop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from edge_agent.inference.blazeface import OUTPUTS, BlazeFace, letterbox, overlap, read_boxes
from edge_agent.inference.body_heat_maps import sharpen
from edge_agent.inference.body_regions import region_below
from edge_agent.inference.opener import open_runtime
from edge_agent.inference.ports import FaceMesh
from edge_agent.inference.regions import crop_matrix, cropped, region_of_box

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceBox, ModelRuntime, Region
    from models_quantized.manifest import Manifest

_PRESENT = 0.5
"""From here on the tracker believes that there is a face, or a body."""
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
        if not wanted:
            return 0.0
        (shared,) = overlap(_corners(wanted[0]), _corners(seen[0])[np.newaxis])
        return float(100.0 * (1.0 - shared))


class BodyPoints:
    """A body's landmarks: error is the visible points' distance, in percent of the shoulders'."""

    outputs = ("Identity", "Identity_1", "Identity_3")
    _side = 256
    _shoulders = (11, 12)

    def __init__(self, detector: BlazeFace, landmarks: ModelRuntime) -> None:
        """Look below the face that the face models find."""
        self._detector = detector
        self._landmarks = landmarks

    def feed(self, picture: NDArray[np.uint8]) -> Feed | None:
        """Cut out the body below the face."""
        boxes = self._detector.detect(picture)
        if not boxes:
            return None
        region = region_of_box(boxes[0])
        side = FacePoints.side
        points, presence = self._landmarks.run(
            FacePoints.outputs, {"image": crop(picture, region, side)}
        )
        matrix = crop_matrix(region, side)
        points[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        mesh = FaceMesh(points=points, presence=float(presence[0]))
        return {"input_1": crop(picture, region_below(mesh), self._side)}

    def error(self, truth: Answer, found: Answer) -> float | None:
        """Compare the points that the parent sees; the mean over them is one picture's error."""
        if (truth[1].item() >= _PRESENT) != (found[1].item() >= _PRESENT):
            return None
        wanted, seen = self._points(truth), self._points(found)
        visible = truth[0].reshape(-1, 5)[: len(wanted), 3] > 0.0
        one, other = self._shoulders
        shoulders = float(np.linalg.norm(wanted[one] - wanted[other]))
        apart = np.linalg.norm(wanted - seen, axis=1)[visible]
        return float(100.0 * apart.mean() / shoulders)

    def _points(self, answer: Answer) -> NDArray[np.float32]:
        flat = answer[0].reshape(-1, 5)[:, :2]
        return sharpen(flat, answer[2][0], self._side)[:33]


class FacePoints:
    """The landmarks: error is the points' distance, in percent of that of the outer eye corners."""

    outputs = ("landmarks", "presence")
    side = 192
    _corners = (33, 263)

    def __init__(self, detector: BlazeFace) -> None:
        """Look where a detector finds the face."""
        self._detector = detector

    def feed(self, picture: NDArray[np.uint8]) -> Feed | None:
        """Cut out the face that the detector finds."""
        boxes = self._detector.detect(picture)
        return {"image": crop(picture, region_of_box(boxes[0]), self.side)} if boxes else None

    def error(self, truth: Answer, found: Answer) -> float | None:
        """Compare all 478 points; the mean over them is one picture's error."""
        if (truth[1].item() >= _PRESENT) != (found[1].item() >= _PRESENT):
            return None
        one, other = self._corners
        eyes = float(np.linalg.norm(truth[0][one, :2] - truth[0][other, :2]))
        apart = np.linalg.norm(truth[0][:, :2] - found[0][:, :2], axis=1)
        return float(100.0 * apart.mean() / eyes)


def crop(picture: NDArray[np.uint8], region: Region, side: int) -> NDArray[np.float32]:
    """Cut a region out of a picture: 1 x side x side x 3, in 0..1."""
    cut = cropped(picture, crop_matrix(region, side), side)
    return cut[np.newaxis].astype(np.float32) / np.float32(255.0)


def trials(manifest: Manifest, folder: Path) -> Mapping[str, Callable[[], Trial]]:
    """Say by model how it is tried; opening a trial may load models out of `folder`."""

    def parent(name: str) -> ModelRuntime:
        built = next(built for built in manifest.built if built.name == name)
        form = built.form(built.parent)
        return open_runtime(form.runtime, folder / form.file)

    return {
        "face_detector": FaceBoxes,
        "face_landmarks": lambda: FacePoints(BlazeFace(parent("face_detector"))),
        "pose_landmarks": lambda: BodyPoints(
            BlazeFace(parent("face_detector")), parent("face_landmarks")
        ),
    }


def _corners(box: FaceBox) -> NDArray[np.float64]:
    """Give a box's left upper and right lower corner."""
    left, top = box.left, box.top
    return np.array([[left, top], [left + box.width, top + box.height]])
