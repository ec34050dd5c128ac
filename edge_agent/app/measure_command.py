"""The command `measure`: reads its options, writes its file whole or not at all."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from edge_agent.app.measure import Asked, measure
from edge_agent.errors import MediaError

if TYPE_CHECKING:
    import argparse

_OWNER_ONLY = 0o600
_SHOW_EVERY_S = 0.5


def run(asked: argparse.Namespace) -> int:
    """Measure and give the exit code; raises EdgeError and WireError, and leaves no half file."""
    wanted = Asked(
        video=asked.video,
        audio=asked.audio,
        language=asked.language,
        profile=asked.profile,
        models=asked.models,
        plan=asked.plan,
        recogniser=asked.recogniser,
        partials=asked.partials,
    )
    partial = asked.out.with_name(f".{asked.out.name}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            measure(wanted, out, _Progress())
        partial.replace(asked.out)
    except OSError as error:
        raise MediaError(f"{asked.out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return 0


class _Progress:
    """Shows on a terminal how far the files were measured."""

    def __init__(self) -> None:
        self._began = self._shown = time.monotonic()
        self._is_shown = sys.stderr.isatty()

    def __call__(self, media_s: float) -> None:
        """Take the media time reached."""
        now = time.monotonic()
        if self._is_shown and now - self._shown >= _SHOW_EVERY_S:
            self._shown = now
            speed = media_s / (now - self._began)
            sys.stderr.write(f"\r{media_s:8.1f} s measured, {speed:.1f} times real time ")
