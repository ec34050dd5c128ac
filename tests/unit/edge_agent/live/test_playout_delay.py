from __future__ import annotations

from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.codecs import HEADER_EXTENSIONS
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap, unpack_header_extensions

from edge_agent.live import playout_delay
from edge_agent.live.playout_delay import URI, NoDelay

MID = RTCRtpHeaderExtensionParameters(id=1, uri="urn:ietf:params:rtp-hdrext:sdes:mid")


def sent(*agreed: RTCRtpHeaderExtensionParameters) -> list[tuple[int, bytes]]:
    extensions = NoDelay()
    extensions.configure(RTCRtpParameters(headerExtensions=list(agreed)))
    return unpack_header_extensions(*extensions.set(HeaderExtensions(mid="0")))


def test_where_it_is_agreed_each_packet_wants_no_delay() -> None:
    asked = RTCRtpHeaderExtensionParameters(id=12, uri=URI)
    assert sent(MID, asked) == [(1, b"0"), (12, b"\0\0\0")]


def test_where_it_is_not_agreed_nothing_is_added() -> None:
    assert sent(MID) == [(1, b"0")]


def test_it_is_offered_once_under_a_number_of_its_own() -> None:
    playout_delay.offer_it()
    playout_delay.offer_it()
    numbers = [extension.id for extension in HEADER_EXTENSIONS["video"]]
    assert len(set(numbers)) == len(numbers)
    assert sum(extension.uri == URI for extension in HEADER_EXTENSIONS["video"]) == 1


async def test_the_library_still_keeps_its_extensions_where_they_are_put() -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    sender = peer.addTransceiver("video").sender
    name = "_RTCRtpSender__rtp_header_extensions_map"
    assert type(vars(sender)[name]) is HeaderExtensionsMap
    playout_delay.add_to(sender)
    assert type(vars(sender)[name]) is NoDelay
    await peer.close()
