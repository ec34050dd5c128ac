"""How long after a word its caption is there, on the agent's side.

Simulated real time as in `speech_streaming`: sound comes in chunks of 20 ms, one thread decodes,
and what that takes of the processor delays what comes after. A word's end is the recogniser's own
time of the final word; it is shown with the first caption of its utterance that holds it, at its
place or one beside. What was shown and is another word in the end was not shown.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import numpy as np

from edge_agent.inference.models import model_path
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.speech_gate import RATE
from edge_agent.inference.streaming import Decoder, Final, Partial
from edge_agent.inference.streaming_rhythm import Offers, Rhythm
from edge_agent.inference.utterances import UtteranceCutter
from provisioning.demo import options
from tests.benchmarks.rows import row
from tests.benchmarks.speech_clips import SHARED, clips, harder, in_silence
from tests.benchmarks.speech_streaming import Ear
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.inference.ports import SpeechRecognizer
    from tests.benchmarks.speech_clips import Clip

Shown = tuple[float, list[str]]
"""When a caption was there, and its words."""
_CHUNK = 320
_BESIDE = 1
SETTING = {Language.EN: "moonshine", Language.ZH: "whisper"}
_STRIPPED = ".,?!;:\"'。，？！；：、 "


def captions() -> list[dict[str, Any]]:
    """Listen to every clip as it is and made harder; nothing where the shared clips are not."""
    if not SHARED.is_dir():
        return []
    return [row for language in Language for row in _of_language(language)]


def _of_language(language: Language) -> Iterator[dict[str, Any]]:
    speech = recogniser(SETTING[language], language, options.MODELS)
    own = [clip for clip in clips() if clip.language is language]
    every = [*own, *(one for clip in own for one in harder(clip))]
    ears = [hear(clip, speech) for clip in every]
    of = language.value
    for name, must_be_right in (("shown", False), ("right", True)):
        late = [delay for ear in ears for delay in delays(ear, must_be_right=must_be_right)]
        yield row(f"caption_{name}_p50_s_{of}", statistics.median(late), "s")
        yield row(f"caption_{name}_p95_s_{of}", float(np.percentile(late, 95)), "s")
    heard_s = sum(len(clip.samples) / RATE for clip in every)
    yield row(f"caption_rtf_{of}", sum(ear.busy_s for ear in ears) / heard_s, "of one core")


def hear(clip: Clip, speech: SpeechRecognizer) -> Ear:
    """Hear a clip among silences as a kiosk that is listened to."""
    sound = in_silence(clip)
    voice = SileroVoiceActivity(model_path(options.MODELS, "silero_vad"))
    cutter = UtteranceCutter(voice, Offers(Rhythm.of_captions(clip.language)))
    ear = Ear(Decoder(speech))
    for at in range(0, len(sound), _CHUNK):
        now = (at + _CHUNK) / RATE
        ear.work(now)
        ear.take(cutter.hear(sound[at : at + _CHUNK], at / RATE), now)
    ear.take(cutter.flush(), len(sound) / RATE)
    ear.work(np.inf)
    return ear


def delays(ear: Ear, *, must_be_right: bool) -> list[float]:
    """Give of each final word how long after its end it was shown, or was right (seconds)."""
    late: list[float] = []
    for at, final in ear.out:
        if isinstance(final, Final):
            start = final.utterance.start_pts
            shown = [
                (when, _texts(one))
                for when, one in ear.out
                if isinstance(one, Partial) and one.start_pts == start and when < at
            ]
            find = _right_at if must_be_right else _shown_at
            late += [
                max(0.0, find(word, place, shown, at) - final.words[place].end)
                for place, word in enumerate(_texts(final))
            ]
    return late


def _shown_at(_: str, place: int, shown: list[Shown], final_at: float) -> float:
    return next((when for when, texts in shown if len(texts) > place), final_at)


def _right_at(word: str, place: int, shown: list[Shown], final_at: float) -> float:
    near = slice(max(0, place - _BESIDE), place + _BESIDE + 1)
    return next((when for when, texts in shown if word in texts[near]), final_at)


def _texts(said: Partial | Final) -> list[str]:
    return [word.text.strip(_STRIPPED).lower() for word in said.words]


if __name__ == "__main__":
    for measured in captions():
        print(measured)  # noqa: T201 - run by hand
