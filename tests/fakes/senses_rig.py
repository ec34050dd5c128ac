"""The senses' process over fakes, run in a thread of the test."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from edge_agent.app.senses import SensesProcess
from edge_agent.app.senses_models import Models
from edge_agent.publish.bell import AnswerDone, Rung
from edge_agent.publish.outbox import Outbox
from edge_agent.settings import (
    CameraSettings,
    Hub,
    Identity,
    MicrophoneSettings,
    Recording,
    Replay,
    Settings,
)
from tests.fakes.senses import FakeRecogniser, FakeStream, FakeTracker, FakeVoice, Item
from wire import codec
from wire.language import Language
from wire.policy import Profile
from wire.sealed import generate_identity, open_sealed
from wire.upload import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from edge_agent.inference.ports import SpeechRecognizer
    from wire.messages.fields import Durable

PATIENCE_S = 60.0


def kiosk_settings(folder: Path, recipient: str, speed: str = "max") -> Settings:
    """Settings of a replaying kiosk in `folder`."""
    replay = Replay(
        video=folder / "no.mp4",
        audio=folder / "no.wav",
        speed="max" if speed == "max" else "realtime",
        takes=(),
    )
    return Settings(
        kiosk_id="kiosk-01",
        profile=Profile.CN,
        policy=folder / "policy.json",
        state_dir=folder / "state",
        runtime_dir=folder / "run",
        models_dir=folder / "models",
        hub=Hub(broker_host="127.0.0.1", broker_port=1, receive_url="https://unused"),
        identity=Identity(certificate=folder, key=folder, authority=folder),
        camera=CameraSettings(kind="replay"),
        microphone=MicrophoneSettings(kind="replay"),
        recording=Recording(recipients=(recipient,)),
        replay=replay,
        language=Language.EN,
    )


@dataclass
class Rig:
    """Plays a stream through the senses and looks at what came of it."""

    folder: Path
    speed: str = "max"
    tracker: FakeTracker = field(default_factory=FakeTracker)
    recogniser: FakeRecogniser = field(default_factory=FakeRecogniser)
    rung: list[Rung] = field(default_factory=list)
    behaviour_asked: list[bool] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self._identity, recipient = generate_identity()
        self.settings = kiosk_settings(self.folder, recipient, self.speed)
        self.recogniser.may.set()

    def play(self, items: Sequence[Item], answers: int = 1, models: Models | None = None) -> None:
        """Run the process until so many answers are done, or it fails."""
        self.start(items, models)
        self.wait_until(lambda: self.done() >= answers or self.error is not None)
        self.stop()

    def start(self, items: Sequence[Item], models: Models | None = None) -> None:
        self.stream = FakeStream(items)
        models = models or Models(self._tracker, FakeVoice, self._recogniser)
        self.process = SensesProcess(self.settings, self.stream, models, self.rung.append)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self.process.stop()
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    def wait_until(self, fact: Callable[[], bool]) -> None:
        give_up_at = time.monotonic() + PATIENCE_S
        while not fact():
            assert time.monotonic() < give_up_at, "the test waited in vain"
            time.sleep(0.002)

    def done(self) -> int:
        return sum(isinstance(one, AnswerDone) for one in self.rung)

    def payloads(self) -> list[bytes]:
        outbox = Outbox.of_kiosk(self.settings.state_dir, self.settings.profile)
        rows = outbox.waiting(limit=10_000)
        outbox.close()
        return [row.payload for row in rows]

    def messages(self) -> list[Durable]:
        outbox = Outbox.of_kiosk(self.settings.state_dir, self.settings.profile)
        rows = outbox.waiting(limit=10_000)
        outbox.close()
        return [codec.decode_durable(row.channel, row.payload) for row in rows]

    def transcript(self, interview_id: str, answer: int | str) -> Transcript:
        stem = self.settings.state_dir / "spool" / interview_id / f"{answer}.transcript"
        header = stem.with_suffix(".transcript.header").read_bytes()
        body = stem.with_suffix(".transcript.body").read_bytes()
        return msgspec.json.decode(open_sealed(header, body, self._identity), type=Transcript)

    def _run(self) -> None:
        try:
            self.process.run()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def _tracker(self, *, behaviour: bool) -> FakeTracker:
        self.behaviour_asked.append(behaviour)
        return self.tracker

    def _recogniser(self, language: Language) -> SpeechRecognizer:
        self.languages.append(language)
        return self.recogniser
