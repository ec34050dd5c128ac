"""Finds a check-in code's QR in the self-view's pictures; nothing of a picture is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from wire import check_in

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

EVERY_S = 0.4
"""A picture is searched so often; that costs a few milliseconds."""


class CodeReader:
    """Looks into pictures as long as somebody is to check in."""

    def __init__(self, wanted: Callable[[], bool], found: Callable[[str], None]) -> None:
        """Ask `wanted` before each look; `found` gets each other code once, from this thread."""
        self._wanted = wanted
        self._found = found
        self._detector = cv2.QRCodeDetector()
        self._looked_at = 0.0
        self._last = ""

    def __call__(self, rgb: NDArray[np.uint8], now: float) -> None:
        """Search a picture (height x width x 3) at the monotonic time `now`.

        What is no code of ours is passed over: it is not counted as a wrong one.
        """
        if not self._wanted():
            self._last = ""
            return
        if now - self._looked_at < EVERY_S:
            return
        self._looked_at = now
        code = check_in.read(self._text_in(rgb))
        if code is not None and code != self._last:
            self._last = code
            self._found(code)

    def _text_in(self, rgb: NDArray[np.uint8]) -> str:
        try:
            return self._detector.detectAndDecode(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))[0]
        except cv2.error:
            return ""
