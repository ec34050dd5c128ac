"""What live viewers get is what is recorded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from edge_agent.record.encoder import Encoder

if TYPE_CHECKING:
    from edge_agent.capture.frames import Packet

SIZE = (320, 240)
RATE = 30
START = b"\x00\x00\x00\x01"
SPS, PPS, IDR = 7, 8, 5


@pytest.fixture(scope="module")
def encoded() -> tuple[list[Packet], bytes]:
    tapped: list[Packet] = []
    written: list[bytes] = []
    chance = np.random.default_rng(3)
    encoder = Encoder(written.append, SIZE, 48_000, 1_000_000, tapped.append)
    for number in range(2 * RATE + 15):
        at = number / RATE
        encoder.picture(at, chance.integers(0, 255, (*SIZE[::-1], 3), np.uint8), 100 + at)
        encoder.sound(np.zeros(48_000 // RATE, np.int16), 100 + at)
    encoder.close()
    return tapped, b"".join(written)


def kinds(content: bytes) -> list[int]:
    """Give the NAL unit types (H.264, table 7-1) of Annex B content."""
    units = content.replace(b"\x00" + START[1:], START[1:]).split(START[1:])
    return [unit[0] & 0x1F for unit in units if unit]


def test_each_key_picture_is_annex_b_and_begins_with_its_parameter_sets(
    encoded: tuple[list[Packet], bytes],
) -> None:
    keys = [packet for packet in encoded[0] if packet.kind == "video" and packet.is_key]
    assert [round(key.pts, 3) for key in keys] == [0.0, 1.0, 2.0]
    for key in keys:
        assert key.content.startswith(START)
        assert kinds(key.content)[:2] == [SPS, PPS]
        assert IDR in kinds(key.content)


def test_pictures_come_in_order_each_with_its_own_wall_time(
    encoded: tuple[list[Packet], bytes],
) -> None:
    pictures = [packet for packet in encoded[0] if packet.kind == "video"]
    assert len(pictures) == 2 * RATE + 15
    assert [packet.pts for packet in pictures] == sorted({packet.pts for packet in pictures})
    for packet in pictures:
        assert packet.captured_at - packet.pts == pytest.approx(100, abs=1e-3)


def test_a_decoder_that_joins_at_a_key_picture_sees_what_the_recording_shows(
    encoded: tuple[list[Packet], bytes],
) -> None:
    tapped, file = encoded
    live = [packet for packet in tapped if packet.kind == "video" and packet.pts >= 1.0 - 1e-6]
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    seen = [f for packet in live for f in decoder.decode(av.Packet(packet.content))]
    seen += decoder.decode(None)
    with av.open(io.BytesIO(file), mode="r") as container:
        kept = list(container.decode(video=0))[-len(live) :]
    assert len(seen) == len(live)
    for one, other in zip(seen, kept, strict=True):
        assert np.array_equal(one.to_ndarray(), other.to_ndarray())


def test_sound_is_handed_on_as_well(encoded: tuple[list[Packet], bytes]) -> None:
    sounds = [packet for packet in encoded[0] if packet.kind == "audio"]
    assert sum(packet.is_key for packet in sounds) == len(sounds)
    assert len(sounds) == pytest.approx(2.5 * 50, abs=3)
