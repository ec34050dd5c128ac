"""Asks browsers to show each picture at once, by the RTP header extension `playout-delay`.

aiortc knows nothing of it. Without it a browser holds pictures back to even out their pace.
Source: https://webrtc.googlesource.com/src/+/refs/heads/main/docs/native-code/rtp-hdrext/playout-delay
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiortc.codecs import HEADER_EXTENSIONS
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters
from aiortc.rtp import (
    HeaderExtensions,
    HeaderExtensionsMap,
    pack_header_extensions,
    unpack_header_extensions,
)

if TYPE_CHECKING:
    from aiortc import RTCRtpSender
    from aiortc.rtcrtpparameters import RTCRtpParameters

URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
_OWN_ID = 4
"""Free in aiortc's table; what is sent is the number that the browser's offer gives."""
_NONE = b"\x00\x00\x00"
"""Least and most delay: two times 12 bits, in steps of 10 ms."""


class NoDelay(HeaderExtensionsMap):
    """Adds the extension to each packet where it was agreed upon."""

    def __init__(self) -> None:
        super().__init__()
        self._agreed: int | None = None

    def configure(self, parameters: RTCRtpParameters) -> None:
        """Take what was agreed upon."""
        super().configure(parameters)
        for extension in parameters.headerExtensions:
            if extension.uri == URI:
                self._agreed = extension.id

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        """Give the header extensions of a packet: their profile and their bytes."""
        profile, packed = super().set(values)
        if self._agreed is None:
            return profile, packed
        others = unpack_header_extensions(profile, packed)
        return pack_header_extensions([*others, (self._agreed, _NONE)])


def offer_it() -> None:
    """Let aiortc agree upon the extension; done once in a process."""
    known = HEADER_EXTENSIONS["video"]
    if all(extension.uri != URI for extension in known):
        known.append(RTCRtpHeaderExtensionParameters(id=_OWN_ID, uri=URI))


def add_to(sender: RTCRtpSender) -> None:
    """Let a sender of pictures, not started yet, add it."""
    inside: Any = sender
    inside._RTCRtpSender__rtp_header_extensions_map = NoDelay()  # noqa: SLF001 - no other way in
