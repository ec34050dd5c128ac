"""How far a candidate is before the first question, kept for an agent that is started anew.

It names nobody: the interview, a language, steps, and how many codes were wrong.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import structlog

from edge_agent.errors import SpoolError
from edge_agent.interview.arrival import Arrival
from edge_agent.record.durable_file import write_durably
from wire.language import Language
from wire.messages.fields import Hex32

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.interview.state import InterviewState

GOOD_FOR_S = 600.0
"""After so long whoever was there has gone: the next one begins at the first page."""
_LOG = structlog.get_logger()


class _Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    interview_id: Hex32
    language: Language | None
    arrival: Arrival


class ArrivalNote:
    """One file; there is none while nobody is there, and none once the interview has begun."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, state: InterviewState) -> None:
        """Keep how far the candidate is; what cannot be kept is logged, and asked for again."""
        try:
            if state.plan is None or state.began or state.ending is not None:
                self._path.unlink(missing_ok=True)
                return
            note = _Note(
                interview_id=state.plan.interview_id,
                language=state.language,
                arrival=state.arrival,
            )
            write_durably(self._path, msgspec.json.encode(note))
        except OSError as error:
            _LOG.warning("arrival_not_kept", code=SpoolError.code, why=type(error).__name__)

    def restored(self, state: InterviewState) -> InterviewState:
        """Give `state` as far as the candidate had come; wrong codes count however long ago."""
        note = self._read()
        if note is None or state.plan is None or note.interview_id != state.plan.interview_id:
            return state
        mine = replace(note.arrival, asks_code=state.arrival.asks_code)
        if self._is_fresh():
            return replace(state, language=state.language or note.language, arrival=mine)
        counted = replace(state.arrival, wrong_codes=mine.wrong_codes, wrong_at=mine.wrong_at)
        return replace(state, arrival=counted)

    def _read(self) -> _Note | None:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Note)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            _LOG.warning("arrival_not_read", code=SpoolError.code, why=type(error).__name__)
            return None

    def _is_fresh(self) -> bool:
        return 0.0 <= time.time() - self._path.stat().st_mtime <= GOOD_FOR_S
