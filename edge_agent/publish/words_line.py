"""An answer's words between agent and senses: read, corrected, or typed; a request each.

Words pass here in memory, for the page of the candidate whose they are. Nothing is acknowledged
before it is sealed in the spool and its features are in the outbox.
"""

from __future__ import annotations

import contextlib
import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from edge_agent.errors import EdgeError, ProcessError
from wire.messages.answer_features import PictureVerdict, SoundVerdict
from wire.messages.fields import Index, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

SOCKET_NAME = "words.sock"
"""In the runtime directory; the senses listen there."""
_LONGEST = 256 * 1024
_FIRST_WORD_S = 5.0
Text = Annotated[str, Meta(max_length=6000)]


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Anything said on the line (msgpack)."""


class WordsWanted(Said, frozen=True, kw_only=True):
    """Give what was understood of this answer."""

    answer: Index


class WordsCorrected(Said, frozen=True, kw_only=True):
    """The candidate's text of each passage, in the order in which they were given."""

    answer: Index
    texts: Annotated[tuple[Text, ...], Meta(max_length=512)]


class WordsTyped(Said, frozen=True, kw_only=True):
    """The candidate wrote this answer."""

    answer: Index
    pts: Seconds
    text: Text


class Passage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One utterance: as recognised, and as it reads now."""

    recognised: str
    text: str


class Words(Said, frozen=True, kw_only=True):
    """The passages of an answer; none known of it is an empty row."""

    passages: tuple[Passage, ...]
    is_whole: bool
    """Everything said in it has been understood."""
    sound: SoundVerdict | None = None
    """Whether its sound can be used; told when it is whole, as is the next."""
    picture: PictureVerdict | None = None


class Refused(Said, frozen=True, kw_only=True):
    """It was not done."""

    code: str
    reason: str


Request = WordsWanted | WordsCorrected | WordsTyped
Reply = Words | Refused
_REQUESTS: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


class WordsServer:
    """The senses' end: answers each request with what `handle` gives or raises."""

    def __init__(self, path: Path, handle: Callable[[Request], Words]) -> None:
        """Listen at `path`, in place of whoever did before."""
        self._path = path
        self._handle = handle
        self._is_closed = False
        path.unlink(missing_ok=True)
        self._listener = Listener(str(path), family="AF_UNIX", backlog=4)
        self._thread = threading.Thread(target=self._accept, name="words", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            Client(str(self._path), family="AF_UNIX").close()
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            with contextlib.suppress(OSError, EOFError), self._listener.accept() as connection:
                if connection.poll(_FIRST_WORD_S):
                    self._answer(connection)

    def _answer(self, connection: Connection) -> None:
        try:
            reply: Reply = self._handle(_REQUESTS.decode(connection.recv_bytes(_LONGEST)))
        except EdgeError as error:
            reply = Refused(code=error.code, reason=str(error.args[0]))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            reply = Refused(code=ProcessError.code, reason=f"Not understood: {error}.")
        connection.send_bytes(msgspec.msgpack.encode(reply))


class WordsClient:
    """The agent's end; one connection per request."""

    def __init__(self, path: Path, patience_s: float = 10.0) -> None:
        """Ask at `path`."""
        self._path = path
        self._patience_s = patience_s

    def ask(self, request: Request) -> Words:
        """Have the request carried out; raises ProcessError when it was not."""
        try:
            with Client(str(self._path), family="AF_UNIX") as connection:
                connection.send_bytes(msgspec.msgpack.encode(request))
                if not connection.poll(self._patience_s):
                    raise ProcessError(f"The senses were silent for {self._patience_s:g} s.")
                reply = _REPLIES.decode(connection.recv_bytes(_LONGEST))
        except (OSError, EOFError) as error:
            raise ProcessError(f"The senses are away: {error}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProcessError(f"The senses said what nobody understands: {error}.") from error
        if isinstance(reply, Refused):
            raise ProcessError(f"The senses refused: {reply.code}: {reply.reason}")
        return reply
