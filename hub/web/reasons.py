"""Why a score is what it is, or why there is none, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.scoring.result import Why
from hub.web import words
from hub.web.rendering import say
from hub.web.times import spoken_length

if TYPE_CHECKING:
    from hub.scoring.result import Reason
    from wire.language import Language


def sentence(reason: Reason, language: Language) -> str:
    """Give the sentence of a reason in `language`."""
    if reason.code is Why.TOO_LITTLE_SCOREABLE and not reason.scoreable_share:
        return say(language, words.NOTHING_SCOREABLE)
    verdict = say(language, words.VERDICTS[reason.verdict]) if reason.verdict else ""
    return say(language, words.WHYS[reason.code]).format(
        heard=reason.groups_heard,
        groups=reason.groups,
        speech=spoken_length(reason.speech_s, language),
        verdict=verdict,
        share=f"{reason.scoreable_share:.0%}",
    )
