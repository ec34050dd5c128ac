"""What sound spoilt in many ways is called before anybody reads a word of it.

`python -m tests.benchmarks.capture_verdicts` prints for each way the verdicts on eleven clips,
words taken for clear, with the median ratio of speech to noise; it takes two minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

from edge_agent.features.answer import AnswerSound
from tests.benchmarks.asked import asked
from tests.benchmarks.capture_confidence import RARE
from tests.benchmarks.capture_damages import DAMAGES
from tests.benchmarks.capture_noises import clips
from tests.benchmarks.capture_truth import windows
from tests.fakes.understood import understood
from tests.integration.speech_clips import RATE, silence, speak

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCREEN = Console(highlight=False, width=200)
ZH = "我在银行工作了六年，负责小企业客户。开户之前我们检查每一项风险。"
SAYS = {"en-us": RARE, "en-gb+f3": RARE, "en-us+m3": RARE, "cmn": ZH, "cmn+f2": ZH}


def voices() -> dict[str, NDArray[np.int16]]:
    """Give four people's clips and seven of espeak's, by name."""
    said = {voice: speak(text, voice=voice, speed=160) for voice, text in SAYS.items()}
    fast, slow = speak(RARE, speed=250), speak(RARE, speed=110)
    people = {name: clip[: 25 * RATE] for name, clip in clips().items()}
    return people | said | {"fast": fast, "slow": slow}


def verdict(clip: NDArray[np.int16]) -> str:
    """Give the verdict on a clip between digital silences, its ratio and what is clipped."""
    told = windows(np.concatenate((silence(1.5), clip, silence(1.5))))
    answer = AnswerSound()
    for one in told:
        answer.add_window(one, 1.0)
    answer.add_utterance(understood(words=100))
    ratios = [one.snr for one in told if one.snr is not None]
    decibels = f"{np.median(ratios):.0f} dB" if ratios else "? dB"
    return f"{answer.verdict().value} {decibels} {max(one.clipped for one in told):.2f}"


if __name__ == "__main__":
    asked(__file__, __doc__)
    for way, damage in DAMAGES.items():
        told_of = (f"{name}: {verdict(damage(clip))}" for name, clip in voices().items())
        SCREEN.print(way, "|", "; ".join(told_of))
