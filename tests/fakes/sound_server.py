"""A PulseAudio daemon of the test's own, with a sink that nobody hears and its monitor."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48_000
_BOUND_S = 20.0
_SINK = "quiet"


class SoundServer:
    """Runs while the `with` lasts; `asoundrc` makes ALSA's default device its monitor."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self.asoundrc = folder / "asoundrc"
        self.environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        assert shutil.which("pulseaudio"), "install the package pulseaudio"
        sink = f"module-null-sink sink_name={_SINK} rate={RATE} channels=1 format=s16le"
        protocol = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        self._process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
            + [f"--load={module}" for module in (sink, protocol)]
            + ["--log-target=stderr", "--log-level=error"],
            env=self.environment,
        )
        self.asoundrc.write_text(
            f'pcm.!default {{\n type pulse\n server "unix:{self._socket}"\n'
            f' device "{_SINK}.monitor"\n}}\n'
        )
        self._wait_until_it_answers()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(_BOUND_S)

    def play(self, wav: Path) -> subprocess.Popen[bytes]:
        """Play a file into the sink, in real time."""
        return subprocess.Popen(["paplay", f"--device={_SINK}", str(wav)], env=self.environment)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _BOUND_S
        while time.monotonic() < deadline:
            asked = subprocess.run(
                ["pactl", "info"], env=self.environment, capture_output=True, check=False
            )
            if asked.returncode == 0:
                return
            time.sleep(0.05)
        message = "PulseAudio did not start"
        raise AssertionError(message)
