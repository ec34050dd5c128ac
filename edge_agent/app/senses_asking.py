"""How the agent's requests for words reach the thread that decides, and its replies come back."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from edge_agent.errors import EdgeError, ProcessError

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.publish.words_line import Request, Words

_PATIENCE_S = 8.0


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """The agent wants something of an answer's words; the reply goes into `replies`."""

    request: Request
    replies: SimpleQueue[Words | EdgeError]


def asking(put: Callable[[WordsAsked], None]) -> Callable[[Request], Words]:
    """Give what hands a request to the thread that decides, and waits for its reply."""

    def handle(request: Request) -> Words:
        replies: SimpleQueue[Words | EdgeError] = SimpleQueue()
        put(WordsAsked(request, replies))
        try:
            reply = replies.get(timeout=_PATIENCE_S)
        except Empty as error:
            raise ProcessError("The senses are busy.") from error
        if isinstance(reply, EdgeError):
            raise reply
        return reply

    return handle
