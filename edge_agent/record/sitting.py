"""What the recorder must know after a restart: the interview that is running, kept on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import structlog

from edge_agent.capture.bus import InterviewMark
from edge_agent.errors import SpoolError
from edge_agent.record.durable_file import sync_directory, write_durably
from wire.language import Language
from wire.messages.fields import Index, Seconds, Sha256

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.capture.bus import BeginInterview

_LOG = structlog.get_logger()


class OpenAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer that is being recorded."""

    answer: Index
    stage: Index
    start: Seconds


class Sitting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The running interview: no name, no word of the candidate."""

    plan: bytes
    language: Language
    analysis: bool
    face_analysis: bool
    began_at: float
    """Wall time (POSIX seconds) of media time 0."""
    model_hashes: tuple[Sha256, ...]
    answered: tuple[Index, ...] = ()
    """Answers that are closed."""
    open_answer: OpenAnswer | None = None
    media_time: Seconds = 0.0
    """Where media time stood when this was written."""


def begun(request: BeginInterview, at: float, model_hashes: tuple[str, ...]) -> Sitting:
    """Give the interview that a request begins at wall time `at`."""
    return Sitting(
        plan=request.plan,
        language=request.language,
        analysis=request.analysis,
        face_analysis=request.face_analysis,
        began_at=at,
        model_hashes=model_hashes,
    )


def interview_mark(sitting: Sitting) -> InterviewMark:
    """Give what listeners are told of it."""
    return InterviewMark(
        plan=sitting.plan,
        language=sitting.language,
        analysis=sitting.analysis,
        face_analysis=sitting.face_analysis,
    )


class SittingFile:
    """Keeps the running interview in one file; methods raise SpoolError."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Sitting | None:
        """Give the interview that was running; None when there was none.

        A file that is damaged is put aside: a recorder that does not start would be worse.
        """
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Sitting)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._put_aside(error)
            return None
        except OSError as error:
            raise SpoolError(f"{self._path.name} cannot be read: {error}.") from error

    def write(self, sitting: Sitting) -> None:
        """Keep it."""
        try:
            write_durably(self._path, msgspec.json.encode(sitting))
        except OSError as error:
            raise SpoolError(f"{self._path.name} was not written: {error}.") from error

    def clear(self) -> None:
        """Forget it: the interview is over."""
        try:
            self._path.unlink(missing_ok=True)
            sync_directory(self._path.parent)
        except OSError as error:
            raise SpoolError(f"{self._path.name} was not removed: {error}.") from error

    def _put_aside(self, error: Exception) -> None:
        _LOG.error("sitting_damaged", code=SpoolError.code, error=str(error))
        try:
            self._path.replace(self._path.with_name(self._path.name + ".damaged"))
        except OSError as failure:
            raise SpoolError(f"{self._path.name} was not put aside: {failure}.") from failure
