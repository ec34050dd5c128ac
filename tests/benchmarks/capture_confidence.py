"""How wrong text is beside the recogniser's confidence, over sound spoilt in many ways.

`python -m tests.benchmarks.capture_confidence [en] [zh]` prints a line for every sound, and what
the recogniser's floor refuses of them; it takes ten minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

from edge_agent.inference.recognisers import LEAST_CONFIDENCE, recogniser
from tests.benchmarks.asked import asked
from tests.benchmarks.capture_damages import DAMAGES
from tests.benchmarks.capture_noises import clips, heard
from tests.benchmarks.speech_clips import AISHELL, FUNASR, LIBRI, TWO_CITIES
from tests.integration.speech_clips import MODELS, chinese, english, errors, silence, speak
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer

SCREEN = Console(highlight=False, width=120)
SETTING = {Language.EN: "moonshine", Language.ZH: "whisper"}
RARE = (
    "I escalated the discrepancy to compliance. We froze the collateral and documented every "
    "reconciliation. The auditor approved the covenant waiver."
)
PLAIN = (
    "I have worked in a bank for six years and I looked after small companies. We checked every "
    "risk before we opened an account and I explained the costs to each customer."
)
BOUNDS = (0.85, 0.75, 0.65, 0.6, 0.45, 0.0)


@dataclass(frozen=True, slots=True)
class _Read:
    wrong: int
    said: int
    confidence: float
    """Mean over the words, as of an answer; 0 without any."""


def sounds(language: Language) -> Iterator[tuple[str, NDArray[np.int16], Sequence[str]]]:
    """Yield names, sounds and what is said in them."""
    if language is Language.ZH:
        yield "aishell", clips()["aishell"], AISHELL
        yield "funasr", clips()["funasr"], FUNASR
        return
    yield "libri", clips()["libri"], LIBRI.split()
    yield "two_cities", clips()["two_cities"], TWO_CITIES.split()
    for voice in ("en-us", "en-gb+f3"):
        for name, text in (("rare", RARE), ("plain", PLAIN)):
            yield f"{name} {voice}", speak(text, voice=voice, speed=160), english(text)


def show(language: Language) -> None:
    """Print every sound's errors and confidence, then the errors at each confidence."""
    hears = recogniser(SETTING[language], language, MODELS)
    found: list[_Read] = []
    clear: list[float] = []
    for way, damage in DAMAGES.items():
        for name, clip, said in sounds(language):
            told, utterances = _read(hears, damage(clip), said, language)
            found.append(told)
            clear += utterances if way == "clear" else []
            share = 100 * told.wrong / told.said
            SCREEN.print(f"{way:20}{name:16}{share:5.0f} % wrong, confidence {told.confidence:.2f}")
    _sum_up(found, clear, LEAST_CONFIDENCE[SETTING[language]])


def _read(
    hears: SpeechRecognizer, clip: NDArray[np.int16], said: Sequence[str], language: Language
) -> tuple[_Read, list[float]]:
    whole = np.concatenate((silence(1.0), clip, silence(1.0)))
    read = [hears.recognise(one.samples) for one in heard(whole)[1]]
    text = " ".join(word.text for one in read for word in one.words)
    words = sum(len(one.words) for one in read)
    sure = sum(len(one.words) * one.confidence for one in read)
    wrong = errors(said, chinese(text) if language is Language.ZH else english(text))
    confidences = [one.confidence for one in read if one.words]
    return _Read(wrong, len(said), sure / words if words else 0.0), confidences


def _sum_up(found: list[_Read], clear: list[float], least: float) -> None:
    SCREEN.print("confidence from, sounds, median % wrong, a quarter of it and more wrong")
    above = 1.01
    for bound in BOUNDS:
        wrong = [one.wrong / one.said for one in found if bound <= one.confidence < above]
        above = bound
        much = sum(one >= 1 / 4 for one in wrong)
        middle = 100 * float(np.median(wrong)) if wrong else 0.0
        SCREEN.print(f"{bound:.2f}{len(wrong):6d}{middle:8.0f}{much:6d}")
    refused = sum(one < least for one in clear)
    SCREEN.print(f"floor {least}: of {len(clear)} clear utterances {refused} refused")


if __name__ == "__main__":
    for language in asked(__file__, __doc__, ("en", "zh")):
        show(Language(language))
