"""What works: camera, microphone, senses, the stream of media; and what is wrong with a capture."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from edge_agent.app.media_clock import MediaClock
from edge_agent.app.senses_watch import SensesWatch
from wire.messages.events import Trouble

if TYPE_CHECKING:
    from edge_agent.capture.bus import Heard
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.state import InterviewState, OpenAnswer
    from edge_agent.publish.bell import CaptureState

_LOST = {
    Trouble.CAMERA_LOST: "camera",
    Trouble.CAMERA_BACK: "camera",
    Trouble.MICROPHONE_LOST: "microphone",
    Trouble.MICROPHONE_BACK: "microphone",
}


class Condition:
    """Everything here runs on the event loop."""

    def __init__(self) -> None:
        self._clock = MediaClock()
        self._senses = SensesWatch(time.monotonic())
        self._lost: set[str] = set()
        self._capture: CaptureState | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether recorder, senses, camera and microphone all work."""
        now = time.monotonic()
        return self._senses.is_alive(now) and not self._lost and self._clock.is_running(now)

    @property
    def camera(self) -> bool:
        """Say whether the camera works."""
        return "camera" not in self._lost

    @property
    def microphone(self) -> bool:
        """Say whether the microphone works."""
        return "microphone" not in self._lost

    def hear(self, header: Heard) -> None:
        """Take what the recorder streams."""
        self._clock.hear(header, time.monotonic())

    def hear_senses(self) -> None:
        """Take note that the senses are there."""
        self._senses.hear(time.monotonic())

    def suffer(self, trouble: Trouble) -> None:
        """Take note that a device failed, or came back."""
        device = _LOST.get(trouble)
        if device is not None and trouble.value.endswith("_lost"):
            self._lost.add(device)
        elif device is not None:
            self._lost.discard(device)

    def miss_senses(self, state: InterviewState) -> Trouble | None:
        """Give what is new of the senses while an interview is under way."""
        if not state.began or state.ending is not None:
            self._senses.forget()
            return None
        trouble = self._senses.news(time.monotonic())
        if trouble is not None:
            self._capture = None
        return trouble

    def capture(self, told: CaptureState | None) -> None:
        """Take what the senses find wrong with an answer's capture, or forget it."""
        self._capture = told

    def problem_of(self, opened: OpenAnswer | None) -> CaptureProblem | None:
        """Give the worst that is wrong with the open answer's capture."""
        told = self._capture
        if opened is None or told is None or told.answer != opened.answer:
            return None
        return next(iter(told.problems), None)

    def is_over(self, opened: OpenAnswer | None) -> bool:
        """Say whether a replay has no more sound for the open answer."""
        return opened is not None and self._clock.is_over(opened)

    def pts(self, opened: OpenAnswer) -> float:
        """Give the media time that the open answer has reached (seconds)."""
        return self._clock.pts(opened)

    def elapsed_s(self, opened: OpenAnswer | None) -> float:
        """Give how long the open answer lasts already."""
        return 0.0 if opened is None else opened.spent_s + self.pts(opened) - opened.start
