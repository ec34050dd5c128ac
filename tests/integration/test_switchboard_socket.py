"""The switchboard's socket: one packet each way, errors keep their kind, noise changes nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import msgspec
import pytest

from hub.errors import BrokerError
from hub.live.client import Switchboard
from hub.live.errors import DeclinedError, LiveError, NoAnswerError
from hub.live.protocol import MAX_BYTES, REPLIES, Leave, Offer, Refused, receive
from hub.live.server import Server
from tests.fakes.switchboard import ANSWER, FakeSwitchboard
from wire.messages.signal import LONGEST_SDP, NotNow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
VIEWING = "a" * 32
LONGEST = "v=0\r\n".ljust(LONGEST_SDP, "a")


class Room:
    """A switchboard that is played, behind a real socket."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "s.sock"
        self.played = FakeSwitchboard()
        self.server = Server(self.path, self.played)
        self.asked = Switchboard(self.path)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_the_longest_offer_arrives_whole_and_is_answered(room: Room) -> None:
    assert room.asked.offer(VIEWING, LONGEST) == ANSWER
    assert room.played.offers == [(VIEWING, LONGEST)]
    room.asked.leave(VIEWING)
    assert room.played.left == [VIEWING]


def test_word_that_somebody_comes_arrives_and_its_failure_comes_back(room: Room) -> None:
    room.asked.say_coming(VIEWING)
    assert room.played.promised == [VIEWING]
    room.played.raises = BrokerError("Nobody is there.")
    with pytest.raises(LiveError):
        room.asked.say_coming(VIEWING)


@pytest.mark.parametrize("why", NotNow)
def test_a_kiosks_reason_comes_through(room: Room, why: NotNow) -> None:
    room.played.raises = DeclinedError(why)
    with pytest.raises(DeclinedError) as raised:
        room.asked.offer(VIEWING, LONGEST)
    assert raised.value.why is why


def test_no_answer_stays_no_answer(room: Room) -> None:
    room.played.raises = NoAnswerError("Silence.")
    with pytest.raises(NoAnswerError):
        room.asked.offer(VIEWING, LONGEST)


def test_a_switchboard_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(LiveError, match="H-LIVE-001"):
        Switchboard(tmp_path / "nobody.sock").leave(VIEWING)


def test_only_the_hubs_user_can_reach_the_socket(room: Room) -> None:
    assert room.path.stat().st_mode & 0o777 == 0o600


NOISE = {
    "no message": b"\xff" * 4,
    "half a message": msgspec.msgpack.encode(Leave(viewing_id=VIEWING))[:-3],
    "another kind": msgspec.msgpack.encode({"type": "Unwrap", "recording_id": VIEWING}),
    "a field too many": msgspec.msgpack.encode({"type": "Leave", "viewing_id": VIEWING, "x": 1}),
    "a number that is none": msgspec.msgpack.encode({"type": "Leave", "viewing_id": "../a"}),
    "no SDP": msgspec.msgpack.encode({"type": "Offer", "viewing_id": VIEWING, "sdp": "hello"}),
    "too much": msgspec.msgpack.encode(
        Offer(viewing_id=VIEWING, sdp="v=0\n" + "a" * 2 * MAX_BYTES)
    ),
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_noise_is_refused_and_the_switchboard_goes_on(room: Room, noise: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.connect(str(room.path))
        connection.sendall(noise)
        reply = receive(connection, REPLIES)
    assert isinstance(reply, Refused)
    assert (room.played.offers, room.played.left) == ([], [])
    assert room.asked.offer(VIEWING, LONGEST) == ANSWER


def test_who_asks_and_does_not_wait_harms_nobody(room: Room) -> None:
    for _ in range(3):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
            connection.connect(str(room.path))
    assert room.asked.offer(VIEWING, LONGEST) == ANSWER


def test_a_place_where_nothing_can_listen_is_named(tmp_path: Path) -> None:
    with pytest.raises(LiveError, match="cannot be listened at"):
        Server(tmp_path / ("long" * 40), FakeSwitchboard())


def test_what_the_broker_refuses_is_a_refusal(room: Room) -> None:
    room.played.raises = BrokerError("The broker is away.")
    with pytest.raises(LiveError):
        room.asked.offer(VIEWING, LONGEST)


def test_twenty_who_ask_at_once_are_not_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "s.sock"
    with Server(path, FakeSwitchboard()), ExitStack() as stack:
        for _ in range(20):  # nobody takes them yet
            asking = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
            asking.setblocking(False)  # noqa: FBT003 - the library's own signature
            asking.connect(str(path))
