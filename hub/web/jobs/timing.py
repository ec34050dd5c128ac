"""The fields for time to prepare, retakes and pauses, with what each may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.scoring.job import Timing
from hub.web.jobs.fields import Block, Field, Limits, Shape
from hub.web.rendering import say
from hub.web.words import marked

if TYPE_CHECKING:
    from wire.language import Language

_USUAL = Timing()
_FIELDS = {
    "preparation_s": (
        marked("Time to prepare before each question, in seconds"),
        Limits(0, 1800, _USUAL.preparation_s, marked("Whole seconds, from 0 to 1800.")),
    ),
    "retakes": (
        marked("Times an answer may be given again"),
        Limits(0, 10, _USUAL.retakes, marked("A whole number, from 0 to 10.")),
    ),
    "pauses": (
        marked("Pauses in one interview"),
        Limits(0, 20, _USUAL.pauses, marked("A whole number, from 0 to 20.")),
    ),
    "pause_s": (
        marked("Longest pause, in seconds"),
        Limits(30, 3600, _USUAL.pause_s, marked("Whole seconds, from 30 to 3600.")),
    ),
}
_HINT = marked(
    "The same for every candidate of this version. Time to prepare ends nothing; a take that failed"
    " for technical reasons is given again freely."
)


def block(language: Language) -> Block:
    """Give the fields."""
    fields = tuple(
        Field(("timing", name), label, Shape.WHOLE, limits=limits)
        for name, (label, limits) in _FIELDS.items()
    )
    return Block(
        say(language, marked("Time, retakes and pauses")), fields, hint=say(language, _HINT)
    )
