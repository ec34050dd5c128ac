"""What the kiosk sees in each picture: its light, the face it follows, and that person's body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from edge_agent.inference.blazeface import BlazeFace
from edge_agent.inference.face_tracker import FaceTracker
from edge_agent.inference.models import model_path
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.opener import open_model
from edge_agent.inference.picture_light import LightMeter

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.capture.frames import Frame
    from edge_agent.inference.body import BodyTracker


def open_tracker(models_dir: Path, *, behaviour: bool) -> Vision:
    """Load a tracker; raises ModelError.

    Without leave to measure behaviour no landmark model is even loaded.
    """
    face = open_face(models_dir, behaviour=behaviour)
    if not behaviour:
        return Vision(face)
    from edge_agent.inference.body import open_body  # noqa: PLC0415 - not without leave

    return Vision(face, open_body(models_dir))


def open_face(models_dir: Path, *, behaviour: bool) -> FaceTracker:
    """Load what follows a face, by landmarks only with leave; raises ModelError."""
    detector = BlazeFace(open_model(models_dir, "face_detector"))
    if not behaviour:
        return FaceTracker(detector, None)
    from edge_agent.inference.onnx_landmarks import OnnxLandmarks  # noqa: PLC0415 - not without leave

    return FaceTracker(detector, OnnxLandmarks(model_path(models_dir, "face_landmarks")))


class Vision:
    """Looks at one picture after the other, on one core."""

    def __init__(self, face: FaceTracker, body: BodyTracker | None = None) -> None:
        """Follow a face and, with `body`, the body below it."""
        cv2.setNumThreads(1)
        self._light = LightMeter()
        self._face = face
        self._body = body

    def observe(self, frame: Frame) -> PictureObservation:
        """Look at one picture; they come in the order of media time. Raises ModelError."""
        light = self._light.read(frame.image)
        seen = self._face.observe(frame.image, frame.pts)
        body = self._body.observe(frame.image, frame.pts, seen.mesh) if self._body else None
        return PictureObservation(
            pts=frame.pts,
            faces=seen.faces,
            face=seen.place,
            mesh=seen.mesh,
            body=body,
            brightness=light.brightness,
            sharpness=light.sharpness,
            change=light.change,
        )
