"""A packet that a browser misses is sent again twice."""

from __future__ import annotations

from aiortc import RTCPeerConnection
from aiortc.rtp import RtcpRtpfbPacket

from edge_agent.live.repair import send_again_twice


async def test_each_packet_that_is_asked_for_is_sent_twice() -> None:
    connection = RTCPeerConnection()
    sender = connection.addTransceiver("video", "sendonly").sender
    sent: list[int] = []

    async def once(sequence_number: int) -> None:
        sent.append(sequence_number)

    sender._retransmit = once  # type: ignore[method-assign]
    send_again_twice(sender)
    await sender._handle_rtcp_packet(RtcpRtpfbPacket(fmt=1, ssrc=0, media_ssrc=0, lost=[7, 9]))
    assert sent == [7, 7, 9, 9]
    await connection.close()
