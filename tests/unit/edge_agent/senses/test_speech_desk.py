"""Utterances wait for the recogniser, and their bringer never waits for one that is gone."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from edge_agent.app.senses_events import Inbox
from edge_agent.app.senses_speech import SpeechDesk
from edge_agent.errors import ModelError, ProcessError
from edge_agent.inference.utterances import Utterance
from tests.fakes.senses import FakeRecogniser
from wire.language import Language

SAID = Utterance(np.zeros(16_000, np.int16), 0.0, 1.0)
BOUND_S = 20.0


def test_who_brings_one_too_many_is_heard_of_while_it_waits() -> None:
    recogniser, told = FakeRecogniser(), threading.Event()

    def waiting() -> None:
        told.set()
        recogniser.may.set()

    desk = SpeechDesk(lambda _: recogniser, Inbox(8), 1, waiting)
    threading.Thread(target=desk.work, daemon=True).start()
    for answer in range(4):
        desk.submit(answer, Language.EN, SAID)
    assert told.is_set()


def test_nobody_waits_for_a_recogniser_that_is_gone() -> None:
    def missing(_: Language) -> FakeRecogniser:
        raise ModelError("It was altered.")

    desk = SpeechDesk(missing, Inbox(8), 1, lambda: None)
    desk.load(Language.EN)
    with pytest.raises(ModelError):
        desk.work()
    with pytest.raises(ProcessError):
        desk.submit(0, Language.EN, SAID)
