"""Partial words come while somebody speaks; what is final depends on the sound alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.inference.played_voice import TAIL_S, PlayedVoice
from edge_agent.inference.ports import Recognised, Word
from edge_agent.inference.speech_gate import FRAME, FRAME_S, RATE
from edge_agent.inference.streaming import Decoder, Final, Partial, SpeechLine
from edge_agent.inference.utterances import UtteranceCutter
from tests.fakes.voice import LOUD, LoudnessVoice
from wire.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

script = st.lists(st.tuples(st.booleans(), st.integers(1, 90)), min_size=1, max_size=10)
"""Runs of (speech or not, frames)."""


@dataclass
class CountingRecogniser:
    """Hears a word in each half second, named after the sound in it, and counts its work."""

    decoded_s: float = 0.0
    recognised: int = 0
    previewed: list[int] = field(default_factory=list)

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        self.recognised += 1
        self.decoded_s += len(samples) / RATE
        halves = range(0, len(samples), RATE // 2)
        words = [Word(f"w{int(samples[at])}", at / RATE, at / RATE) for at in halves]
        return Recognised(tuple(words), 0.9)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        self.previewed.append(len(samples))
        self.decoded_s += len(samples) / RATE
        return ("so", "far")


def sound(runs: list[tuple[bool, int]]) -> NDArray[np.int16]:
    parts = [np.full(frames * FRAME, LOUD + 1 if loud else 1) for loud, frames in runs]
    joined = np.concatenate(parts)
    return np.array(joined + np.arange(len(joined)) % 499, dtype=np.int16)


def spoken(*seconds: float) -> NDArray[np.int16]:
    """Speech and silence by turns, speech first."""
    return sound([(index % 2 == 0, round(s / FRAME_S)) for index, s in enumerate(seconds)])


def heard(
    samples: NDArray[np.int16],
    recogniser: CountingRecogniser,
    chunk: int = 320,
    played: PlayedVoice | None = None,
) -> list[tuple[float, Partial | Final]]:
    """Give what was understood, each with the media time heard by then."""
    line = SpeechLine(LoudnessVoice(), recogniser, Language.EN, played)
    understood: list[tuple[float, Partial | Final]] = []
    for at in range(0, len(samples), chunk):
        now = (at + chunk) / RATE
        understood += [(now, one) for one in line.hear(samples[at : at + chunk], at / RATE)]
    return [*understood, *((len(samples) / RATE, one) for one in line.flush())]


def finals(understood: list[tuple[float, Partial | Final]]) -> list[tuple[float, Recognised]]:
    return [
        (one.utterance.start_pts, one.recognised) for _, one in understood if isinstance(one, Final)
    ]


def partials(understood: list[tuple[float, Partial | Final]]) -> list[tuple[float, Partial]]:
    return [(now, one) for now, one in understood if isinstance(one, Partial)]


@settings(max_examples=40, deadline=None)
@given(script, st.integers(100, 5000))
def test_what_is_final_is_the_same_with_and_without_decoding_ahead(
    runs: list[tuple[bool, int]], chunk: int
) -> None:
    samples = sound(runs)
    cutter, decoder = UtteranceCutter(LoudnessVoice()), Decoder(CountingRecogniser())
    cut = [*cutter.hear(samples, 0.0), *cutter.flush()]
    alone = [(one.start_pts, decoder.decode(one)) for one in cut]
    wanted = [(at, one.recognised) for at, one in alone if isinstance(one, Final)]
    assert finals(heard(samples, CountingRecogniser(), chunk)) == wanted


@settings(max_examples=40, deadline=None)
@given(script)
def test_decoding_ahead_costs_a_bounded_multiple_of_the_sound(
    runs: list[tuple[bool, int]],
) -> None:
    samples = sound(runs)
    recogniser = CountingRecogniser()
    understood = heard(samples, recogniser)
    utterances = [one.utterance for _, one in understood if isinstance(one, Final)]
    whole_s = sum(len(one.samples) for one in utterances) / RATE
    assert recogniser.decoded_s <= 9 * whole_s + 1.0 * len(runs)


def test_an_utterance_that_had_paused_is_not_decoded_again() -> None:
    recogniser = CountingRecogniser()
    (final,) = finals(heard(spoken(3.0, 1.5), recogniser))
    assert recogniser.recognised == 1
    assert final[1].words


def test_the_first_words_are_shown_within_half_a_second_and_the_last_at_the_pause() -> None:
    understood = partials(heard(spoken(3.0, 1.5), CountingRecogniser()))
    assert understood[0][0] == pytest.approx(0.4, abs=0.1)
    assert understood[-1][0] == pytest.approx(3.4, abs=0.1)
    assert [word.text for word in understood[0][1].words] == ["so", "far"]


def test_partials_come_at_growing_intervals() -> None:
    recogniser = CountingRecogniser()
    heard(spoken(25.0), recogniser)
    steps = [after / before for before, after in itertools.pairwise(recogniser.previewed[2:])]
    assert len(steps) >= 4
    assert all(1.4 <= step <= 1.8 for step in steps)


def test_a_final_text_comes_within_a_second_of_the_last_word() -> None:
    understood = heard(spoken(3.0, 2.0), CountingRecogniser())
    (at,) = (now for now, one in understood if isinstance(one, Final))
    assert at == pytest.approx(3.9, abs=0.1)


@pytest.mark.parametrize("pause_s", [0.6, 0.8, 1.0, 1.2])
def test_who_speaks_word_by_word_is_heard_in_several_words_at_a_time(pause_s: float) -> None:
    word = (0.45, pause_s)
    understood = finals(heard(spoken(*word * 20), CountingRecogniser()))
    assert len(understood) <= 4


@pytest.mark.parametrize("pause_s", [1.4, 1.6, 1.9])
def test_after_a_lone_word_the_next_longer_silences_are_waited_for(pause_s: float) -> None:
    understood = heard(spoken(*(0.45, pause_s) * 12), CountingRecogniser())
    lengths = [len(one.utterance.stretches) for _, one in understood if isinstance(one, Final)]
    assert lengths[0] == 1
    assert min(lengths[1:-1], default=12) >= 3


def test_a_far_end_that_plays_throughout_gives_no_word_and_no_speech() -> None:
    played = PlayedVoice()
    played.mark(0.0, playing=True)
    recogniser = CountingRecogniser()
    assert heard(spoken(5.0, 1.0, 5.0), recogniser, played=played) == []
    assert recogniser.decoded_s == 0.0


def test_what_is_said_before_and_after_the_far_end_is_kept_whole() -> None:
    played = PlayedVoice()
    played.mark(3.0, playing=True)
    played.mark(5.0, playing=False)
    understood = heard(spoken(10.0), CountingRecogniser(), played=played)
    before, after = (one.utterance for _, one in understood if isinstance(one, Final))
    assert before.start_pts == 0.0
    assert 3.0 - FRAME_S <= before.end_pts <= 3.0
    assert 5.0 + TAIL_S <= after.start_pts <= 5.0 + TAIL_S + FRAME_S
    assert after.end_pts == pytest.approx(10.0, abs=FRAME_S)


def test_words_of_a_final_are_told_in_media_time() -> None:
    line = SpeechLine(LoudnessVoice(), CountingRecogniser(), Language.EN)
    line.hear(spoken(2.0), 100.0)
    (final,) = line.flush()
    assert final.words[0].start == 100.0


def test_another_utterance_of_the_same_times_is_decoded_for_itself() -> None:
    recogniser = CountingRecogniser()
    decoder = Decoder(recogniser)
    for loud in (1, 2):
        cutter = UtteranceCutter(LoudnessVoice())
        (closed,) = (*cutter.hear(spoken(2.0) * loud, 0.0), *cutter.flush())
        decoder.decode(closed)
    assert recogniser.recognised == 2
