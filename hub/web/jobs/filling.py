"""Putting what was typed into a job."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hub.web.jobs.checks import is_left_out
from hub.web.jobs.fields import Shape, names_of, value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.web.jobs.fields import Block, Document, Field, Path


def filled(document: Document, blocks: tuple[Block, ...], typed: Mapping[str, str]) -> Document:
    """Give the document with what was typed, of which `faults` found nothing wrong."""
    made = deepcopy(document)
    gone: list[Path] = []
    for block in blocks:
        if block.entry is not None and is_left_out(block, typed):
            gone.append(block.entry)
        for field in block.fields:
            _put(made, field.path, _value(made, field, typed))
    for field in (field for block in blocks for field in block.fields if not field.required):
        _tidy(made, field)
    for path in reversed(gone):
        _take_out(made, path)
    return made


def _value(
    document: Document, field: Field, typed: Mapping[str, str]
) -> str | float | int | list[str] | None:
    if field.shape is Shape.CHOICES:
        listed = zip(field.options, names_of(field), strict=True)
        chosen = [value for (value, _), name in listed if typed[name]]
        before = value_at(document, field.path) or []
        kept = [value for value in before if value in chosen]
        return [*kept, *(value for value in chosen if value not in kept)]
    text = typed[field.name].strip()
    match field.shape:
        case Shape.FORMS:
            return [one.strip() for one in text.split("\n") if one.strip()]
        case Shape.NUMBER:
            return float(text) if text else None
        case Shape.SECONDS | Shape.WHOLE:
            return int(text) if text else None
        case Shape.CHOICE:
            return text or None
        case _:
            return text


def _put(document: Document, path: Path, value: object) -> None:
    """Set a value, making the tables and lists on the way to it."""
    here: Any = document
    for key, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(key, int):
            if key == len(here):
                here.append(empty)
            here = here[key]
        else:
            here = here.setdefault(key, empty)
    here[path[-1]] = value


def _tidy(document: Document, field: Field) -> None:
    """Take an optional value out that was left empty: what is not set is not there."""
    path = field.path[:-1] if field.language else field.path
    value = value_at(document, path)
    if value is None or (isinstance(value, dict) and not any(value.values())):
        _take_out(document, path)


def _take_out(document: Document, path: Path) -> None:
    if value_at(document, path) is not None or path[-1] in value_at(document, path[:-1]):
        del value_at(document, path[:-1])[path[-1]]
