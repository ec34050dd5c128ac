"""Any valid value of a type of the contract, drawn from what msgspec knows of the type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from wire.messages.signal import SDP_PATTERN

_FIRST, _LAST = datetime(1970, 1, 1), datetime(9999, 1, 1)  # noqa: DTZ001 - Hypothesis adds the zone


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Draw values that the codec must accept for `kind`."""
    return _strategy(inspect.type_info(kind))


def _strategy(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{field.name: _strategy(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return st.one_of([_strategy(one) for one in types])
        case inspect.VarTupleType(item_type=item, min_length=least, max_length=most):
            items = st.lists(_strategy(item), min_size=least or 0, max_size=min(most or 4, 4))
            return items.map(tuple)
        case inspect.EnumType(cls=choices):
            return st.sampled_from(list(choices))
        case _:
            return _plain(info)


def _plain(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.IntType(ge=least, le=most):
            return st.integers(least, most)
        case inspect.FloatType(ge=least, le=most):
            return st.floats(least, most)
        case inspect.NoneType():
            return st.none()
        case inspect.BoolType():
            return st.booleans()
        case inspect.StrType(pattern=str(pattern)):
            return _text(pattern)
        case inspect.DateTimeType():
            return st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
        case _:
            message = f"{info} has no place in a message"
            raise TypeError(message)


def _text(pattern: str) -> st.SearchStrategy[str]:
    if pattern == SDP_PATTERN:
        return st.from_regex(r"v=0\r\n[ -~\r\n]{0,60}", fullmatch=True)
    return st.from_regex(pattern.removesuffix("$") + r"\Z")


def fields_of(message: msgspec.Struct) -> dict[str, Any]:
    """Give the message as JSON would: field by field, its kind included."""
    plain = msgspec.to_builtins(message)
    assert isinstance(plain, dict)
    return plain
