"""Follows one face through the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge_agent.inference.blazeface import BlazeFace
from edge_agent.inference.models import model_path
from edge_agent.inference.observation import FacePlace, PictureObservation
from edge_agent.inference.opener import open_model
from edge_agent.inference.regions import region_of_box, region_of_mesh

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.capture.frames import Frame
    from edge_agent.inference.ports import FaceBox, FaceDetector, FaceMesh, LandmarkModel

_LEAST_PRESENCE = 0.5
_RECOUNT_S = 0.5
"""While a face is tracked the detector runs only so often, to count the other faces."""
_HALF_SHARP = 100.0
"""Variance of the Laplacian at which sharpness is 0.5."""


def vision_models(*, behaviour: bool) -> tuple[str, ...]:
    """Name the models that a tracker uses."""
    return ("face_detector", "face_landmarks") if behaviour else ("face_detector",)


def open_tracker(models_dir: Path, *, behaviour: bool) -> FaceTracker:
    """Load a tracker; raises ModelError.

    Without leave to measure behaviour the landmark model is not even loaded.
    """
    detector = BlazeFace(open_model(models_dir, "face_detector"))
    if not behaviour:
        return FaceTracker(detector, None)
    from edge_agent.inference.onnx_landmarks import OnnxLandmarks  # noqa: PLC0415 - not without leave

    return FaceTracker(detector, OnnxLandmarks(model_path(models_dir, "face_landmarks")))


class FaceTracker:
    """Finds a face with the detector, then follows it by its own landmarks until it is lost."""

    def __init__(self, detector: FaceDetector, landmarks: LandmarkModel | None) -> None:
        """Track with `landmarks`; without them every picture goes through the detector."""
        cv2.setNumThreads(1)
        self._detector = detector
        self._landmarks = landmarks
        self._mesh: FaceMesh | None = None
        self._others = 0
        self._counted_at = -np.inf

    def observe(self, frame: Frame) -> PictureObservation:
        """Look at one picture; raises ModelError."""
        self._mesh = self._follow(frame.image)
        boxes: tuple[FaceBox, ...] = ()
        if self._mesh is None or not 0 <= frame.pts - self._counted_at < _RECOUNT_S:
            boxes = self._detector.detect(frame.image)
            self._others, self._counted_at = max(0, len(boxes) - 1), frame.pts
        if self._mesh is None and boxes:
            self._mesh = self._look(frame.image, boxes)
        return self._observation(frame, boxes)

    def _follow(self, image: NDArray[np.uint8]) -> FaceMesh | None:
        """Look where the face was in the picture before."""
        if self._mesh is None or self._landmarks is None:
            return None
        mesh = self._landmarks.landmarks(image, region_of_mesh(self._mesh))
        return mesh if mesh.presence >= _LEAST_PRESENCE else None

    def _look(self, image: NDArray[np.uint8], boxes: tuple[FaceBox, ...]) -> FaceMesh | None:
        """Look at the nearest face, that is the largest one."""
        if self._landmarks is None:
            return None
        nearest = max(boxes, key=lambda box: box.height)
        mesh = self._landmarks.landmarks(image, region_of_box(nearest))
        return mesh if mesh.presence >= _LEAST_PRESENCE else None

    def _observation(self, frame: Frame, boxes: tuple[FaceBox, ...]) -> PictureObservation:
        brightness, sharpness = picture_quality(frame.image)
        faces = self._count(boxes)
        return PictureObservation(
            pts=frame.pts,
            faces=faces,
            face=self._place(frame.image, boxes) if faces else None,
            mesh=self._mesh,
            body=None,
            brightness=brightness,
            sharpness=sharpness,
            change=None,
        )

    def _place(self, image: NDArray[np.uint8], boxes: tuple[FaceBox, ...]) -> FacePlace | None:
        """Say where the tracked face is, or else the largest."""
        height, width = image.shape[:2]
        if self._mesh is not None:
            left, top = self._mesh.points[:, :2].min(axis=0)
            right, bottom = self._mesh.points[:, :2].max(axis=0)
        elif boxes:
            box = max(boxes, key=lambda each: each.height)
            left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
        else:
            return None
        return FacePlace(
            left=float(left) / width,
            top=float(top) / height,
            width=float(right - left) / width,
            height=min(1.0, float(bottom - top) / height),
        )

    def _count(self, boxes: tuple[FaceBox, ...]) -> int:
        """Count faces; a box in which the landmark model sees no face is none."""
        if self._mesh is not None:
            return 1 + self._others
        return len(boxes) if self._landmarks is None else 0


def picture_quality(image: NDArray[np.uint8]) -> tuple[float, float]:
    """Give brightness and sharpness of an RGB picture, each 0..1."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    variance = float(deviation[0, 0]) ** 2
    return float(cv2.mean(grey)[0]) / 255.0, variance / (variance + _HALF_SHARP)
