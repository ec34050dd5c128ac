"""Observable facial behaviour, against the person's own neutral face."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from edge_agent.features.episodes import EpisodeMeter, SpanMeter
from edge_agent.features.eyes import OpenEye
from edge_agent.features.neutral import FaceReading, Neutral, NeutralFace, read
from edge_agent.features.sight import Sight
from wire.messages.behaviour_window import FaceBehaviour

if TYPE_CHECKING:
    from edge_agent.features.head_pose import HeadPose
    from edge_agent.inference.observation import PictureObservation

LONGEST_STEP_S = 0.25
"""Between two pictures further apart nothing is known."""
SMILE_ON, SMILE_OFF = 0.08, 0.05
"""Of the eye distance, beyond neutral."""
BROW_ON, BROW_OFF = 0.02, 0.012
"""Of the eye distance, below neutral."""
BROW_TURN = 25.0
"""Degrees: with the head turned further from neutral the brows are not judged."""
GAZE_YAW_ON, GAZE_PITCH_ON, HEAD_PITCH_ON = 20.0, 15.0, 20.0
GAZE_OFF_SHARE = 0.8
"""Degrees from neutral, and the share of them at which a gaze is back. The head's own pitch counts
because the iris model hardly sees eyes that move up or down."""


class FaceMeter:
    """Measures one person's face through an interview; knows nothing before a neutral baseline.

    What a picture shows is taken to have held since the picture before it.
    """

    def __init__(self) -> None:
        self._neutral = NeutralFace()
        self._open_eye = OpenEye()
        self._last: float | None = None
        self._sight = Sight()
        self._poses: list[tuple[float, HeadPose]] = []
        self._smiling = self._lowered = self._away = False
        self._measured, self._smile_s, self._away_s = SpanMeter(), SpanMeter(), SpanMeter()
        self._blinks = EpisodeMeter(shortest=0.05, longest=0.5)
        self._smiles = EpisodeMeter(shortest=0.5)
        self._brows = EpisodeMeter(shortest=0.5)
        self._aways = EpisodeMeter(shortest=0.5)

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""
        last, self._last = self._last, observation.pts
        if not self._sight.serves(observation) or observation.mesh is None:
            self._lose()
            return
        reading = read(observation.mesh.points)
        self._poses.append((observation.pts, reading.pose))
        if last is None or not 0 < observation.pts - last <= LONGEST_STEP_S:
            self._lose()
            self._last = observation.pts
            return
        self._neutral.observe(reading, observation.pts - last)
        self._open_eye.observe(reading.eye_aspect_ratio)
        if self._neutral.face is not None:
            self._measure(last, observation.pts, reading, self._neutral.face)

    def take(self, start: float, end: float) -> FaceBehaviour:
        """Sum up [start, end) and forget all before `end`; windows are taken in order."""
        poses = [pose for pts, pose in self._poses if start <= pts < end]
        self._poses = [(pts, pose) for pts, pose in self._poses if pts >= end]
        return FaceBehaviour(
            head_yaw=median(pose.yaw for pose in poses) if poses else None,
            head_pitch=median(pose.pitch for pose in poses) if poses else None,
            head_roll=median(pose.roll for pose in poses) if poses else None,
            measured_s=self._measured.take(start, end),
            blinks=self._blinks.take(start, end),
            smiles=self._smiles.take(start, end),
            smile_s=self._smile_s.take(start, end),
            brow_lowerings=self._brows.take(start, end),
            gaze_away_s=self._away_s.take(start, end),
            gaze_away_episodes=self._aways.take(start, end),
        )

    def _lose(self) -> None:
        """Begin anew: no face, a picture that does not serve, or pictures too far apart."""
        self._last = None
        self._smiling = self._lowered = self._away = False
        for meter in (self._blinks, self._smiles, self._brows, self._aways):
            meter.interrupt()

    def _measure(self, start: float, end: float, now: FaceReading, neutral: Neutral) -> None:
        """Judge the stretch [start, end) by what `now` shows."""
        closed = self._open_eye.is_closed(now.eye_aspect_ratio)
        self._judge(now, neutral, closed=closed)
        self._measured.add(start, end)
        if self._smiling:
            self._smile_s.add(start, end)
        if self._away:
            self._away_s.add(start, end)
        self._blinks.observe(start, end, on=closed)
        self._smiles.observe(start, end, on=self._smiling)
        self._brows.observe(start, end, on=self._lowered)
        self._aways.observe(start, end, on=self._away)

    def _judge(self, now: FaceReading, neutral: Neutral, *, closed: bool) -> None:
        smile = now.smile_extent - neutral.smile_extent
        self._smiling = smile > (SMILE_OFF if self._smiling else SMILE_ON)
        lowered = neutral.brow_height - now.brow_height
        self._lowered = (
            lowered > (BROW_OFF if self._lowered else BROW_ON)
            and abs(now.pose.yaw - neutral.head_yaw) <= BROW_TURN
            and abs(now.pose.pitch - neutral.head_pitch) <= BROW_TURN
        )
        if not closed:  # a closed eye points nowhere: the last state stays
            self._away = _is_away(now, neutral, GAZE_OFF_SHARE if self._away else 1.0)


def _is_away(now: FaceReading, neutral: Neutral, share: float) -> bool:
    return (
        abs(now.gaze_yaw - neutral.gaze_yaw) > GAZE_YAW_ON * share
        or abs(now.gaze_pitch - neutral.gaze_pitch) > GAZE_PITCH_ON * share
        or abs(now.pose.pitch - neutral.head_pitch) > HEAD_PITCH_ON * share
    )
