"""The command `measure`: reads its options, writes its file whole or not at all."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from edge_agent.app.measure import Asked, measure
from edge_agent.errors import OutputError

if TYPE_CHECKING:
    import argparse

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
    _keep_inputs(wanted, asked.out)
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=asked.out.parent, prefix=".measure-", delete=False
        ) as out:
            partial = Path(out.name)
            try:
                measure(wanted, out, _Progress())
                partial.replace(asked.out)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{asked.out} cannot be written: {error.strerror}.") from error
    return 0


def _keep_inputs(wanted: Asked, out: Path) -> None:
    """Raise OutputError when the output would take the place of a file that is read."""
    inputs = (path for path in (wanted.video, wanted.audio, wanted.plan) if path is not None)
    if out.resolve() in {path.resolve() for path in inputs}:
        raise OutputError(f"{out} is also read.")


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
