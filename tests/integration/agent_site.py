"""One agent in its own thread, with a recorder on real sockets and a hub that hands out plans."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from edge_agent.app.agent import Agent
from edge_agent.app.uploader import client_context
from edge_agent.publish.bell import SOCKET_NAME, BellPush, SensesReady
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import (
    CameraSettings,
    Hub,
    Identity,
    MicrophoneSettings,
    PageSettings,
    Recording,
    Settings,
)
from tests.fakes.broker import FakeBroker
from tests.integration.site import free_port
from wire import sealed
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from provisioning.authority import Credentials
    from wire.messages.fields import Durable

PATIENCE_S = 60.0
AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


def settings_for(folder: Path, kiosk: Credentials, receive_url: str) -> Settings:
    """Settings of a kiosk whose devices nobody opens."""
    _, recipient = sealed.generate_identity()
    return Settings(
        kiosk_id="lobby-cn",
        profile=Profile.CN,
        policy=kiosk.authority.with_name("policy.json"),
        language=Language.EN,
        state_dir=folder / "state",
        runtime_dir=folder / "run",
        models_dir=folder / "models",
        hub=Hub(broker_host="127.0.0.1", broker_port=1883, receive_url=receive_url),
        identity=Identity(certificate=kiosk.certificate, key=kiosk.key, authority=kiosk.authority),
        camera=CameraSettings(kind="v4l2"),
        microphone=MicrophoneSettings(kind="pyaudio"),
        recording=Recording(recipients=(recipient,)),
        page=PageSettings(port=free_port()),
    )


class Visit:
    """The candidate page, visited by a program."""

    def __init__(self, settings: Settings, broker: FakeBroker, *, rings: bool) -> None:
        self.broker = broker
        self._rings = rings
        self._settings = settings
        self._page = httpx.Client(base_url=f"http://127.0.0.1:{settings.page.port}")
        self._bell = BellPush(settings.runtime_dir / SOCKET_NAME)

    def ring(self, rung: Any) -> None:
        assert self._bell.ring(rung)

    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = self._page.get("/state").raise_for_status().json()
        return told

    def until(self, fact: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a fact; senses that are played keep ringing meanwhile."""
        give_up_at = time.monotonic() + PATIENCE_S
        told: dict[str, Any] = {}
        while time.monotonic() < give_up_at:
            try:
                if self._rings:
                    self._bell.ring(SensesReady(languages=(Language.EN,)))
                told = self.state()
            except httpx.TransportError:
                told = {}
            if told and fact(told):
                return told
            time.sleep(0.02)
        raise AssertionError(told)

    def post(self, path: str, form: Mapping[str, str] | None = None) -> int:
        return self._page.post(f"/{path}", data=dict(form or {})).status_code

    def begin(self) -> None:
        """Go to the first question."""
        self.until(lambda told: bool(told["ready"]))
        assert self.post("begin", {"language": "en"}) == 303
        assert self.post("understood") == 303
        assert self.post("consent", AGREED) == 303
        assert self.post("ready") == 303

    def events(self, stream_id: str) -> list[Durable]:
        outbox = Outbox.of_kiosk(self._settings.state_dir, self._settings.profile)
        try:
            return outbox.events(stream_id)
        finally:
            outbox.close()

    def close(self) -> None:
        self._page.close()
        self._bell.close()


@contextmanager
def running_agent(settings: Settings, *, rings: bool = True) -> Iterator[Visit]:
    """Run an agent for the length of a `with` block; its failure is the test's.

    `rings`: the senses are played; otherwise they are somebody else's business.
    """
    broker, started = FakeBroker(), threading.Event()
    agents: list[tuple[Agent, asyncio.AbstractEventLoop]] = []
    failures: list[BaseException] = []

    async def serve() -> None:
        agent = Agent(settings, broker, client_context(settings.identity))
        agents.append((agent, asyncio.get_running_loop()))
        started.set()
        await agent.run()

    def body() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - handed on to the test's thread
            failures.append(error)
            started.set()

    thread = threading.Thread(target=body)
    thread.start()
    started.wait()
    visit = Visit(settings, broker, rings=rings)
    try:
        yield visit
    finally:
        for agent, loop in agents:
            if not failures:
                loop.call_soon_threadsafe(agent.stop)
        thread.join()
        visit.close()
    if failures:
        raise failures[0]
