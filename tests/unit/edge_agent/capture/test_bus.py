"""What the processes say to each other: read whole, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edge_agent.capture.bus import (
    BeginAnswer,
    Done,
    Said,
    Subscribe,
    TakeOverMark,
    pack,
    unpack_heard,
    unpack_reply,
    unpack_request,
    unpack_subscribe,
)
from edge_agent.errors import ProcessError

if TYPE_CHECKING:
    from collections.abc import Callable

NONSENSE = {
    "nothing": b"",
    "no map": b"\x01",
    "no type": b"\x80",
    "a type that is no text": b"\x81\xa4type\xa1\xff",
    "a key that is no text": b"\x81\xa1\xff\x01",
    "cut": pack(TakeOverMark(answer=1, pts=2.0))[:-1],
    "a field too many": b"\x82\xa4type\xaaEndAnswer\xa1x\x01",
    "too deep": b"\x91" * 9999,
}
SAID: list[tuple[Callable[[bytes], Said], Said]] = [
    (unpack_request, BeginAnswer(answer=1, stage=2)),
    (unpack_reply, Done(pts=1.5)),
    (unpack_subscribe, Subscribe(frame_rate=15, frame_width=640, every_sample=True)),
    (unpack_heard, TakeOverMark(answer=1, pts=2.0)),
]


@pytest.mark.parametrize(("unpack", "said"), SAID, ids=lambda one: type(one).__name__)
def test_what_was_packed_is_read_again(unpack: Callable[[bytes], Said], said: Said) -> None:
    assert unpack(pack(said)) == said


@pytest.mark.parametrize("payload", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize(("unpack", "said"), SAID, ids=lambda one: type(one).__name__)
def test_nonsense_is_refused(unpack: Callable[[bytes], Said], said: Said, payload: bytes) -> None:
    assert pack(said) != payload
    with pytest.raises(ProcessError):
        unpack(payload)
