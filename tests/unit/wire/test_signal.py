"""What may cross as SDP, and what may not."""

from __future__ import annotations

import pytest

from wire import codec
from wire.errors import MessageError
from wire.messages.signal import LONGEST_SDP, Accepted, Watching
from wire.topics import Channel

VIEWING = "a" * 32
LINE = "a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n"
NOT_SDP = {
    "nothing": "",
    "what is no SDP": "The candidate said so.",
    "SDP behind something else": f"x\r\nv=0\r\n{LINE}",
    "words of another script": "v=0\r\na=标题\r\n",
    "a null": "v=0\r\n\0",
    "a tab": "v=0\r\n\t",
    "too much": "v=0\r\n" + "a" * LONGEST_SDP,
}


def spelt(sdp: str) -> bytes:
    return codec.encode(Accepted(viewing_id=VIEWING, sdp=sdp))


def test_as_much_sdp_as_is_allowed_fits_into_a_message() -> None:
    sdp = ("v=0\r\n" + LINE * 400)[:LONGEST_SDP]
    assert codec.decode(Channel.SIGNAL, spelt(sdp)) == Accepted(viewing_id=VIEWING, sdp=sdp)


@pytest.mark.parametrize("sdp", NOT_SDP.values(), ids=NOT_SDP.keys())
def test_what_is_not_sdp_is_refused(sdp: str) -> None:
    with pytest.raises(MessageError):
        codec.decode(Channel.SIGNAL, spelt(sdp))


def test_no_more_viewings_are_told_than_a_kiosk_has() -> None:
    with pytest.raises(MessageError):
        codec.decode(Channel.SIGNAL, codec.encode(Watching(viewing_ids=(VIEWING,) * 9)))


def test_an_answer_is_no_call() -> None:
    with pytest.raises(MessageError):
        codec.decode(Channel.CALLS, spelt("v=0\r\n"))
