from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.capture.frames import Packet
from edge_agent.capture.packet_line import MOST_S, PacketLine

RATE = 30


def picture(number: int, *, is_key: bool) -> Packet:
    return Packet("video", number / RATE, 0.0, is_key, number.to_bytes(4, "big"))


def sound(number: int) -> Packet:
    return Packet("audio", number / RATE, 0.0, is_key=True, content=b"")


def number_of(packet: Packet) -> int:
    return int.from_bytes(packet.content, "big")


def test_nothing_is_given_before_the_first_key_picture() -> None:
    line = PacketLine()
    line.put(picture(0, is_key=False))
    assert line.take() is None
    line.put(picture(1, is_key=True))
    line.put(picture(2, is_key=False))
    assert line.take() == (picture(1, is_key=True), 1)
    assert line.take() == (picture(2, is_key=False), 0)


def test_sound_needs_no_key_picture() -> None:
    line = PacketLine()
    line.put(sound(0))
    assert line.take() == (sound(0), 0)


def test_what_waits_longer_than_a_live_view_may_is_lost_whole() -> None:
    line = PacketLine()
    late = round((MOST_S + 0.1) * RATE)
    for number in range(late + 1):
        line.put(picture(number, is_key=number == 0))
    assert line.take() is None
    line.put(picture(late + 1, is_key=True))
    assert line.take() == (picture(late + 1, is_key=True), late + 1)


def test_after_beginning_anew_a_key_picture_comes_first() -> None:
    line = PacketLine()
    line.put(picture(0, is_key=True))
    line.begin_anew()
    line.put(picture(1, is_key=False))
    assert line.take() is None


@settings(max_examples=50)
@given(
    taken=st.lists(st.integers(0, 3), min_size=1, max_size=200),
    keys=st.sets(st.integers(0, 200)),
)
def test_every_picture_given_is_a_key_or_follows_the_one_before_it(
    taken: list[int], keys: set[int]
) -> None:
    line = PacketLine()
    came: list[tuple[Packet, int]] = []
    for number, count in enumerate(taken):
        line.put(picture(number, is_key=number in keys))
        came += [one for one in (line.take() for _ in range(count)) if one is not None]
    came += iter(line.take, None)
    last = -2
    for packet, _ in came:
        assert packet.is_key or number_of(packet) == last + 1
        last = number_of(packet)
    lost = sum(one[1] for one in came)
    assert len(came) + lost == last + 1 if came else not keys or min(keys) >= len(taken)


def test_no_more_than_a_bound_waits() -> None:
    line = PacketLine()
    for _ in range(1000):
        line.put(sound(0))
    assert len(line) <= 256
