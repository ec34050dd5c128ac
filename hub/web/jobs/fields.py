"""The fields of a form over a part of a job, and putting what was typed into the job."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Keys and positions that lead through a document to a value."""
Document = dict[str, Any]
"""A job as plain lists, tables, texts and numbers."""


class Shape(StrEnum):
    """How a value is typed."""

    LINE = "line"
    TEXT = "text"
    FORMS = "forms"
    """Words and phrases, one on each line."""
    NUMBER = "number"
    SECONDS = "seconds"
    WHOLE = "whole"
    """A whole number within limits of its own."""
    CHOICE = "choice"
    CHOICES = "choices"


_SECONDS = 180
"""What a new question is given."""
TYPED = frozenset({Shape.LINE, Shape.TEXT, Shape.FORMS})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a whole number may be."""

    low: int
    high: int
    initial: int
    """What holds while nothing is set."""
    fault: str
    """What is said of anything else."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value; its name in the form is its path."""

    path: Path
    label: str
    shape: Shape = Shape.TEXT
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    """What may be chosen: the value, and how it is called (in the reader's language)."""
    limits: Limits | None = None
    """Of a whole number."""

    @property
    def name(self) -> str:
        """Give the name in the form."""
        return ".".join(map(str, self.path))

    @property
    def language(self) -> str:
        """Give the language of the text, or nothing where there is none."""
        return str(self.path[-1]) if self.path[-1] in {"en", "zh"} else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that belong together."""

    heading: str
    """In the reader's language."""
    fields: tuple[Field, ...]
    entry: Path | None = None
    """A part that may be missing as a whole: emptied texts take it out."""
    hint: str = ""


def pair(
    path: Path, label: str, shape: Shape = Shape.TEXT, *, required: bool = True
) -> list[Field]:
    """Give the two fields of a text in both languages."""
    return [Field((*path, side), label, shape, required) for side in ("zh", "en")]


def value_at(document: Document, path: Path) -> Any:  # noqa: ANN401 - a value of any field
    """Give what stands at a path; None when nothing does."""
    here: Any = document
    for key in path:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def typed(document: Document, blocks: tuple[Block, ...]) -> dict[str, str]:
    """Give a document's values as the form shows them."""
    return {
        name: text
        for block in blocks
        for field in block.fields
        for name, text in _typed(field, value_at(document, field.path))
    }


def sent(form: Mapping[str, str], blocks: tuple[Block, ...]) -> dict[str, str]:
    """Give what was typed, as it is shown again: nothing of the form that is no field."""
    names = [name for block in blocks for field in block.fields for name in names_of(field)]
    return {name: form.get(name, "").replace("\r\n", "\n").replace("\t", " ") for name in names}


def names_of(field: Field) -> list[str]:
    """Give the names in the form: a field of several choices has one for each."""
    if field.shape is Shape.CHOICES:
        return [f"{field.name}.{value}" for value, _ in field.options]
    return [field.name]


def _typed(field: Field, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a value of any field
    if field.shape is Shape.CHOICES:
        for option, _ in field.options:
            yield f"{field.name}.{option}", "on" if option in (value or ()) else ""
    elif field.shape is Shape.FORMS:
        yield field.name, "\n".join(value or ())
    elif field.shape is Shape.NUMBER:
        yield field.name, "1" if value is None else str(value).removesuffix(".0")
    elif field.shape is Shape.SECONDS:
        yield field.name, str(value or _SECONDS)
    elif field.limits is not None:
        yield field.name, str(field.limits.initial if value is None else value)
    else:
        yield field.name, "" if value is None else str(value)
