"""An agent that is started in the middle of an answer is told what is wrong with its capture."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from edge_agent.app.senses_models import Models
from edge_agent.capture.bus import ChunkHeader
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.publish.bell import CaptureState, SensesReady
from tests.fakes.plans import sample_plan
from tests.fakes.senses import FakeVoice, began, interview, media
from tests.fakes.senses_rig import PATIENCE_S, Rig
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.inference.ports import SpeechRecognizer


def test_what_is_wrong_is_told_again_whenever_the_senses_say_that_they_are_there(
    tmp_path: Path,
) -> None:
    rig, may_load = Rig(tmp_path), threading.Event()

    def opened(language: Language) -> SpeechRecognizer:
        assert language is Language.EN or may_load.wait(PATIENCE_S)
        return rig.recogniser

    def told() -> list[CaptureState]:
        return [one for one in rig.rung if isinstance(one, CaptureState)]

    heard = [one for one in media(0.0, 5.0) if isinstance(one[0], ChunkHeader)]
    silent = [(header, bytes(len(samples))) for header, samples in heard]
    items = [interview(sample_plan(Profile.EU), language=Language.ZH), began(0, 0.0), *silent]
    rig.start(items, Models(lambda **_: rig.tracker, FakeVoice, opened))
    quiet = CaptureState(answer=0, problems=(CaptureProblem.TOO_QUIET,))
    rig.wait_until(lambda: quiet in told())
    before = len(told())
    may_load.set()
    ready = SensesReady(languages=(Language.EN, Language.ZH))
    rig.wait_until(lambda: ready in rig.rung and len(told()) > before)
    rig.stop()
    assert told()[-1] == quiet
    assert rig.error is None


def test_where_no_answer_is_open_nothing_is_told_of_it(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.start([interview(sample_plan(Profile.EU))])
    rig.wait_until(lambda: any(isinstance(one, SensesReady) for one in rig.rung))
    rig.stop()
    assert not any(isinstance(one, CaptureState) for one in rig.rung)
