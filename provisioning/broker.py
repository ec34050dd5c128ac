"""Mosquitto: its configuration, its access list, and running it as a child process.

Source: mosquitto.conf(5) of Mosquitto 2.0.11. Nothing here needs more than MQTT 3.1.1.
"""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from provisioning import durable
from provisioning.descent import bound_to_parent
from provisioning.errors import BrokerError
from provisioning.interrupts import Uninterrupted
from wire import codec
from wire.codec import MAX_BYTES
from wire.topics import DOWN, HUB, UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from provisioning.authority import Credentials
    from wire.policy import Profile

PATIENCE_S = 20.0
HANDSHAKE_S = 2.0
STOP_S = 10.0
_QUEUED_MESSAGES = 100_000
"""Waiting for the hub while its ingest is away; a kiosk sends what was dropped again."""
_PACKET_BYTES = MAX_BYTES + 256
"""A message of the longest kind with its topic; who sends more is disconnected."""


def acl(hub_name: str, kiosks: Mapping[str, Profile]) -> str:
    """Write the access list: the hub's lines, then those of each kiosk, tied to its name."""
    lines = [f"user {hub_name}"]
    lines += [f"topic read {every_kiosk(channel)}" for channel in sorted(UP)]
    lines += [f"topic write {every_kiosk(channel)}" for channel in sorted(DOWN)]
    for kiosk_id, profile in sorted(kiosks.items()):
        lines += ["", f"user {kiosk_id}"]
        lines += [f"topic write {Topic(kiosk_id, c)}" for c in sorted(_may_send(profile))]
        lines += [f"topic read {Topic(kiosk_id, c)}" for c in sorted(DOWN)]
    return "\n".join(lines) + "\n"


def _may_send(profile: Profile) -> frozenset[Channel]:
    return UP & codec.channels(profile)


def configuration(
    folder: Path,
    host: str,
    port: int,
    hub: Credentials,
    *,
    state: Path | None = None,
    keeps_root: bool = True,
) -> str:
    """Write mosquitto.conf: TLS 1.3 both ways, the certificate's CN is user and client id.

    `state` is where sessions are stored, `folder` unless named. Started by root, Mosquitto changes
    to its own user unless it `keeps_root`.
    """
    lines = [
        "per_listener_settings true",
        *(["user root"] if keeps_root and os.geteuid() == 0 else []),
        "persistence true",
        f"persistence_location {state or folder}/",
        "autosave_interval 60",
        f"max_packet_size {_PACKET_BYTES}",
        f"max_queued_messages {_QUEUED_MESSAGES}",
        "max_inflight_messages 200",
        "sys_interval 0",
        "log_dest stderr",
        "log_type error",
        "log_type warning",
        "log_type notice",
        "log_type information",
        "log_timestamp_format %Y-%m-%dT%H:%M:%SZ",
        f"listener {port} {host}",
        "protocol mqtt",
        f"cafile {hub.authority}",
        f"certfile {hub.certificate}",
        f"keyfile {hub.key}",
        "tls_version tlsv1.3",
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
        "allow_anonymous false",
        f"acl_file {folder / 'acl'}",
    ]
    return "\n".join(lines) + "\n"


@dataclass
class Broker:
    """A Mosquitto that lives as long as its `with` block, or between start and stop."""

    folder: Path
    """Configuration, access list, log and stored sessions."""
    host: str
    port: int
    hub: Credentials
    kiosks: dict[str, Profile] = field(default_factory=dict)
    tells_denials: bool = False
    """Log each message that the access list denies, and everything else of a debugging log."""
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def log(self) -> Path:
        """The file that Mosquitto writes to."""
        return self.folder / "mosquitto.log"

    def start(self) -> None:
        """Start, and wait until it speaks TLS; raises BrokerError with the log's last line."""
        durable.make_folder(self.folder)
        written = configuration(self.folder, self.host, self.port, self.hub)
        if self.tells_denials:
            written = written.replace("log_type error\n", "log_type error\nlog_type debug\n")
        durable.write(self.folder / "mosquitto.conf", written.encode(), durable.SECRET)
        self._write_acl()
        with ExitStack() as on_failure:
            with self.log.open("ab") as log, Uninterrupted():
                process = self._process = self._spawn(log.fileno())
                on_failure.callback(self.stop)
            context = self._tls()
            self._wait_until(lambda: self._speaks(context), process)
            on_failure.pop_all()

    def _spawn(self, log: int) -> subprocess.Popen[bytes]:
        command = ["mosquitto", "-c", str(self.folder / "mosquitto.conf")]
        path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
        environment = {**os.environ, "PATH": path}
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
                preexec_fn=bound_to_parent(),  # noqa: PLW1509 - C calls, no locks
            )
        except FileNotFoundError as error:
            raise BrokerError("The program mosquitto was not found.") from error

    def _wait_until(self, fact: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not fact():
            if process.poll() is not None or time.monotonic() > deadline:
                raise BrokerError(f"Mosquitto did not do as asked: {self._last_line()}")
            time.sleep(0.02)

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.hub.authority)
        context.load_cert_chain(self.hub.certificate, self.hub.key)
        return context

    def _speaks(self, context: ssl.SSLContext) -> bool:
        """Say whether the listener does the handshake."""
        try:
            with (
                socket.create_connection((self.host, self.port), HANDSHAKE_S) as plain,
                context.wrap_socket(plain, server_hostname=self.host),
            ):
                return True
        except OSError:
            return False

    def _last_line(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'it said nothing'} ({self.log})."

    def _write_acl(self) -> None:
        durable.write(self.folder / "acl", acl(HUB, self.kiosks).encode(), durable.SECRET)

    def ended(self) -> int | None:
        """Give the code that a started Mosquitto ended with of itself; None while it runs."""
        return None if self._process is None else self._process.poll()

    def admit(self, kiosks: Mapping[str, Profile]) -> None:
        """Let these kiosks and no others send and hear; on return it holds for connected ones too.

        Raises BrokerError when Mosquitto does not say so.
        """
        self.kiosks = dict(kiosks)
        self._write_acl()
        if self._process is not None:
            seen = self._reloads()
            self._process.send_signal(signal.SIGHUP)
            self._wait_until(lambda: self._reloads() > seen, self._process)

    def _reloads(self) -> int:
        """Count the log's lines; one thread reads signals, then packets, so they are in order."""
        return self.log.read_bytes().count(b"Reloading config.")

    def stop(self) -> None:
        """End Mosquitto, which stores its sessions; safe to call twice."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End Mosquitto as a power cut does; what it had not stored is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
