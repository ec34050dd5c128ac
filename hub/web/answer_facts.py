"""How an answer was spoken, captured and moved, as short lines of words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.scoring.answer_sums import captured, moved, spoken
from hub.web import words
from hub.web.rendering import say
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.scoring.answer_sums import Captured
    from hub.scoring.composure_parts import Span
    from hub.web.interview_record import InterviewRecord
    from wire.messages.answer_features import AnswerFeatures


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, what was measured, and seconds in which it can be seen."""

    name: str
    value: str
    spans: tuple[Span, ...] = ()


def speech_facts(
    record: InterviewRecord, said: AnswerFeatures, language: Language
) -> tuple[Fact, ...]:
    """List how it was spoken; words alone where none was recognised, or it was written."""
    heard = Language(record.row.language or language)
    count = Fact(say(language, words.WORDS_OF[heard]), str(said.words))
    found = spoken(record.utterances, said.answer)
    is_typed = any(one.typed for one in record.answers if one.answer == said.answer)
    if found is None or is_typed:
        return (count,)
    rate = words.marked("Speech rate")
    return (
        Fact(say(language, rate), _rate(found.rate, heard, language)),
        Fact(say(language, words.marked("Pauses")), f"{found.pauses} · {found.pause_s:.1f} s"),
        Fact(say(language, words.marked("Fillers")), str(found.fillers)),
        count,
    )


def capture_facts(record: InterviewRecord, answer: int, language: Language) -> tuple[Fact, ...]:
    """List what sound and pictures were like; nothing of what no window could tell."""
    found = captured(record.features, answer)
    if found is None:
        return ()
    told = _capture(found)
    return tuple(Fact(say(language, name), value) for name, value in told if value)


def move_facts(record: InterviewRecord, answer: int, language: Language) -> tuple[Fact, ...]:
    """List the counts that are no part of the composure indicator."""
    found = moved(record.behaviour, answer)
    if found is None:
        return ()
    brows, gestures = words.marked("Brow lowerings"), words.marked("Gestures")
    return (
        Fact(say(language, brows), str(found.brow_lowerings), found.brow_spans),
        Fact(say(language, gestures), str(found.gestures), found.gesture_spans),
    )


def _capture(found: Captured) -> Iterator[tuple[str, str]]:
    yield words.marked("speech over noise"), _number(found.snr, ".0f", " dB")
    yield words.marked("noise"), _number(found.noise, ".0f", " dB")
    yield words.marked("overdriven"), _share(found.clipped)
    yield words.marked("the kiosk's own voice"), f"{found.far_end_s:.0f} s" * (found.far_end_s > 0)
    yield words.marked("face well framed"), _share(found.framed)
    yield words.marked("too dark"), _share(found.dark)
    yield words.marked("standing still"), _share(found.frozen)
    yield words.marked("several faces"), _share(found.several_faces)
    yield words.marked("brightness"), _share(found.brightness)
    late = None if found.sync_s is None else 1000 * found.sync_s
    yield words.marked("pictures after sound"), _number(late, "+.0f", " ms")


def _rate(rate: float | None, heard: Language, language: Language) -> str:
    return "–" if rate is None else say(language, words.RATES[heard]).format(rate=f"{rate:.0f}")


def _number(value: float | None, form: str, unit: str) -> str:
    return "" if value is None else f"{value:{form}}{unit}".replace("-", "\N{MINUS SIGN}")


def _share(share: float | None) -> str:
    """Give a share in whole percent; one that is small and not zero is not called zero."""
    if share is None:
        return ""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"  # noqa: PLR2004 - half a percent
