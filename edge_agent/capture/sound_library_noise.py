"""What ALSA and JACK write to stderr while PortAudio looks for devices: nothing, please.

PortAudio tries every device that a configuration names; each that is not there costs a line, which
says nothing that the MicrophoneError in the end does not.
"""

from __future__ import annotations

import contextlib
import ctypes
from functools import cache

_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
_JackHandler = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


def _ignore(*_: object) -> None:
    """Be called instead of the library's own handler."""


_FOR_ALSA, _FOR_JACK = _AlsaHandler(_ignore), _JackHandler(_ignore)
"""Kept for as long as the process runs: the libraries do not."""


@cache
def hush() -> None:
    """Tell both libraries, where they are installed, to keep to themselves."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_FOR_ALSA)
    with contextlib.suppress(OSError, AttributeError):
        jack = ctypes.CDLL("libjack.so.0")
        jack.jack_set_error_function(_FOR_JACK)
        jack.jack_set_info_function(_FOR_JACK)
