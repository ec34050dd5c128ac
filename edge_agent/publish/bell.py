"""One process tells the agent at once what it would otherwise find by looking: a datagram each.

A ring is a hint, never the only copy of anything: what must not be lost stands in the outbox or
the spool. Nobody waits for a ring to be heard.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from edge_agent.errors import ProcessError
from edge_agent.features.capture_problems import CaptureProblem
from wire.language import Language
from wire.messages.answer_features import Deviations, Topicality
from wire.messages.fields import Decibels, Index, Seconds

if TYPE_CHECKING:
    from pathlib import Path

SOCKET_NAME = "agent.sock"
"""In the runtime directory; the agent listens there."""
SENSES_SOCKET_NAME = "senses.sock"
"""In the same directory; the senses listen there."""
_MAX_BYTES = 24 * 1024


class Ring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Anything told to the agent (msgpack)."""


class OutboxGrew(Ring, frozen=True, kw_only=True):
    """There is something new to send."""


class SensesReady(Ring, frozen=True, kw_only=True):
    """Models are loaded; speech of these languages can be recognised."""

    languages: tuple[Language, ...]


class AnswerDone(Ring, frozen=True, kw_only=True):
    """Every feature of the answer is in the outbox and its transcript in the spool."""

    answer: Index


class Level(Ring, frozen=True, kw_only=True):
    """How loud it is now, for the candidate's meter."""

    dbfs: Decibels
    speech: bool


class CaptureState(Ring, frozen=True, kw_only=True):
    """What is wrong with the running answer's capture now, worst first; rung when it changes.

    It is rung again with `SensesReady`: an agent that was just started knows of none.
    """

    answer: Index
    problems: tuple[CaptureProblem, ...]


class CaptionHeard(Ring, frozen=True, kw_only=True):
    """What the candidate is saying, for captions alone: kept in memory until the interview ends.

    Words pass from process to process here and nowhere else; rung only while `Listen` is.
    """

    answer: Index
    start: Seconds
    end: Seconds
    text: Annotated[str, Meta(max_length=4000)]
    final: bool
    """It replaces the partial ones since the last final; without text they are taken away."""


class Puzzled(Ring, frozen=True, kw_only=True):
    """The candidate said that the question was not understood, in [start, end)."""

    answer: Index
    start: Seconds
    end: Seconds


class TopicNow(Ring, frozen=True, kw_only=True):
    """How what was said so far compares with the question; rung only while `Listen` is."""

    answer: Index
    pts: Seconds
    topic: Topicality
    similarity: Deviations | None


class Listen(Ring, frozen=True, kw_only=True):
    """To the senses: somebody wants captions; said again every two seconds while that is so."""


Rung = (
    OutboxGrew
    | SensesReady
    | AnswerDone
    | Level
    | CaptureState
    | CaptionHeard
    | Puzzled
    | TopicNow
    | Listen
)


class BellPush:
    """The end that rings; a missing or busy agent is not waited for."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0.0)

    def ring(self, rung: Rung) -> bool:
        """Tell the agent; says whether it could be told."""
        try:
            self._socket.sendto(msgspec.msgpack.encode(rung), self._path)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Let go of the socket; safe to call twice."""
        self._socket.close()


class Bell:
    """The agent's end; `fileno` lets an event loop wait for it."""

    def __init__(self, path: Path) -> None:
        """Listen at `path`, in place of whoever did before; raises ProcessError."""
        self._decoder = msgspec.msgpack.Decoder(Rung)
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0.0)
        try:
            path.unlink(missing_ok=True)
            self._socket.bind(str(path))
        except OSError as error:
            self._socket.close()
            raise ProcessError(f"The bell cannot be hung at {path.name}: {error}.") from error

    def fileno(self) -> int:
        """Give the descriptor that becomes readable when it rings."""
        return self._socket.fileno()

    def heard(self) -> list[Rung]:
        """Give everything rung since the last call, without waiting; raises ProcessError."""
        rung: list[Rung] = []
        while True:
            try:
                rung.append(self._decoder.decode(self._socket.recv(_MAX_BYTES)))
            except BlockingIOError:
                return rung
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                raise ProcessError(f"Somebody rang what nobody says: {error}.") from error

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
