"""What may be typed into a field, and what is said beside it when something else was."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from hub.scoring.job_texts import LONGEST_NAME, LONGEST_TEXT
from hub.web.jobs.fields import TYPED, Shape, names_of
from hub.web.words import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.web.jobs.fields import Block, Field

MISSING = marked("Please fill this in: both languages are wanted.")
ONE_MISSING = marked("Please fill this in.")
LONG_LINE = marked("At most 120 characters.")
LONG_TEXT = marked("At most 2000 characters.")
CONTROL = marked("There is an invisible character in the text; please type it anew.")
WRONG_FORMS = marked("1 to 32 words or phrases, one on each line, at most 80 characters each.")
WRONG_NUMBER = marked("A number above 0 and up to 1000.")
WRONG_SECONDS = marked("Whole seconds, from 5 to 1800.")
WRONG_CHOICE = marked("Please choose one of the list.")
NO_CHOICE = marked("Please choose at least one.")
_LONGEST_FORM, _MOST_FORMS = 80, 32
_HEAVIEST = 1000.0
_SECONDS = range(5, 1801)


def is_left_out(block: Block, typed: Mapping[str, str]) -> bool:
    """Say whether all texts of a part that may be missing are empty."""
    texts = [field for field in block.fields if field.shape in TYPED]
    return block.entry is not None and not any(typed[field.name].strip() for field in texts)


def faults(blocks: tuple[Block, ...], typed: Mapping[str, str]) -> dict[str, str]:
    """Give what is wrong, by the field's name; to be said in the reader's language."""
    return {
        field.name: fault
        for block in blocks
        if not is_left_out(block, typed)
        for field in block.fields
        if (fault := _fault(field, typed)) is not None
    }


def _fault(field: Field, typed: Mapping[str, str]) -> str | None:
    if field.shape is Shape.CHOICES:
        is_one_chosen = any(typed[name] for name in names_of(field))
        return NO_CHOICE if field.required and not is_one_chosen else None
    text = typed[field.name].strip()
    return _wrong(field, text) if text else _missing(field, typed)


def _wrong(field: Field, text: str) -> str | None:
    match field.shape:
        case Shape.FORMS:
            return _wrong_forms(text)
        case Shape.NUMBER:
            return None if _is_weight(text) else WRONG_NUMBER
        case Shape.SECONDS:
            return None if _whole(text) in _SECONDS else WRONG_SECONDS
        case Shape.WHOLE:
            return _wrong_whole(field, text)
        case Shape.CHOICE:
            return None if text in dict(field.options) else WRONG_CHOICE
        case _:
            return _wrong_text(text, LONGEST_NAME if field.shape is Shape.LINE else LONGEST_TEXT)


def _wrong_whole(field: Field, text: str) -> str | None:
    limits = field.limits
    if limits is None or _whole(text) in range(limits.low, limits.high + 1):
        return None
    return limits.fault


def _whole(text: str) -> int:
    """Read a whole number of a few digits; -1 for anything else."""
    is_whole = text.isascii() and text.isdigit() and len(text) < len("10000")
    return int(text) if is_whole else -1


def _missing(field: Field, typed: Mapping[str, str]) -> str | None:
    """Refuse an empty field that is needed, or whose other language is there."""
    if not field.language:
        return ONE_MISSING if field.required else None
    other = ".".join((*map(str, field.path[:-1]), "en" if field.language == "zh" else "zh"))
    return MISSING if field.required or typed[other].strip() else None


def _wrong_text(text: str, longest: int) -> str | None:
    if any(category(one) in {"Cc", "Cf"} and one != "\n" for one in text):
        return CONTROL
    if len(text) > longest:
        return LONG_LINE if longest == LONGEST_NAME else LONG_TEXT
    return None


def _wrong_forms(text: str) -> str | None:
    forms = [one.strip() for one in text.split("\n") if one.strip()]
    if len(forms) > _MOST_FORMS or any(len(one) > _LONGEST_FORM for one in forms):
        return WRONG_FORMS
    return _wrong_text(text, len(text))


def _is_weight(text: str) -> bool:
    try:
        return 0 < float(text) <= _HEAVIEST
    except ValueError:
        return False
