"""The recogniser's thread: utterances in, words out; only what was decoded ahead may be dropped."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING

from edge_agent.app.heap import give_back
from edge_agent.app.senses_content import Comparison, ContentDesk
from edge_agent.app.senses_events import (
    ContentMeasured,
    Inbox,
    SpeechReady,
    UtteranceGoesOn,
    UtteranceUnderstood,
)
from edge_agent.errors import ProcessError
from edge_agent.features.keywords import read_dictionaries
from edge_agent.inference.streaming import Decoder, Final
from edge_agent.inference.streaming_rhythm import Stage
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.inference.ports import SpeechRecognizer, TextEncoder
    from edge_agent.inference.utterances import Utterance

_NICE = 10
_LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class _Job:
    answer: int
    language: Language
    utterance: Utterance

    @property
    def must_be_done(self) -> bool:
        """Whether its words count; what is decoded ahead only saves time."""
        return self.utterance.stage is Stage.CLOSED


def no_encoder() -> None:
    """Compare no answer with its question."""


class SpeechDesk:
    """Takes utterances for the recogniser; whoever brings one too many waits.

    `waiting` is called every second meanwhile.
    """

    def __init__(
        self,
        open_recogniser: Callable[[Language], SpeechRecognizer],
        inbox: Inbox,
        most_waiting: int,
        waiting: Callable[[], None],
        open_encoder: Callable[[], TextEncoder | None] = no_encoder,
    ) -> None:
        self._open_recogniser = open_recogniser
        self._content = ContentDesk(open_encoder)
        self._inbox = inbox
        self._jobs: Queue[_Job | Comparison | Language] = Queue(most_waiting)
        self._newest: _Job | None = None
        self._decoders: dict[Language, Decoder] = {}
        self._waiting = waiting
        self._has_ended = threading.Event()

    def load(self, language: Language) -> None:
        """Have a language's recogniser loaded, if it is not yet; raises ProcessError."""
        self._put(language)

    def submit(self, answer: int, language: Language, utterance: Utterance) -> None:
        """Have an utterance recognised; raises ProcessError when nobody recognises any more.

        One that is not closed is forgotten when there is no room, or when another comes before
        its turn.
        """
        job = self._newest = _Job(answer, language, utterance)
        if job.must_be_done:
            self._put(job)
        else:
            with contextlib.suppress(Full):
                self._jobs.put_nowait(job)

    def compare(self, comparison: Comparison) -> None:
        """Have an answer's text compared; raises ProcessError when nobody does that any more."""
        self._put(comparison)

    def forget(self) -> None:
        """Drop every utterance that waits; a language that is to be loaded is loaded."""
        self._newest = None
        kept: list[Language] = []
        with contextlib.suppress(Empty):
            while True:
                job = self._jobs.get_nowait()
                if isinstance(job, Language):
                    kept.append(job)
        for language in kept:
            self._put(language)

    def work(self) -> None:
        """Recognise one after the other: the body of the speech thread; raises EdgeError.

        It steps back behind the threads that windows wait for; runtimes' threads inherit that.
        """
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            while True:
                self._do(self._jobs.get())
                give_back()
        finally:
            self._has_ended.set()

    def _do(self, job: _Job | Comparison | Language) -> None:
        if isinstance(job, Comparison):
            content = self._content.measure(job)
            self._inbox.put(ContentMeasured(job.answer, content, job.so_far))
        elif isinstance(job, Language):
            read_dictionaries(job)
            self._decoder(job)
            self._content.prepare(job)
        elif job.must_be_done or job is self._newest:
            understood = self._decoder(job.language).decode(job.utterance)
            if isinstance(understood, Final):
                said = UtteranceUnderstood(job.answer, job.utterance, understood.recognised)
                self._inbox.put(said)
            else:
                self._inbox.put(UtteranceGoesOn(job.answer, understood.words))

    def _put(self, job: _Job | Comparison | Language) -> None:
        while not self._has_ended.is_set():
            try:
                self._jobs.put(job, timeout=_LOOK_S)
            except Full:
                self._waiting()
            else:
                return
        raise ProcessError("The recogniser has ended.")

    def _decoder(self, language: Language) -> Decoder:
        if language not in self._decoders:
            self._decoders[language] = Decoder(self._open_recogniser(language))
            self._inbox.put(SpeechReady(language))
        return self._decoders[language]
