"""docs/policy.md: its table and its list of attempts, generated from what the code obeys."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from wire import policy
from wire.measured import FIELDS
from wire.policy import BEHAVIOUR, Measure, Profile, Purpose, Use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def document(page: str, tests: Path) -> str:
    """Give the page with its generated parts new; `tests` is the folder of the smuggling tests."""
    page = _filled(page, "table", _table())
    return _filled(page, "tried", _tried(tests))


def _filled(page: str, part: str, lines: Iterator[str]) -> str:
    """Put lines between the marks of a part."""
    first = f"<!-- generated: {part} -->"
    between = re.compile(re.escape(first) + r".*?<!-- end -->", re.DOTALL)
    text = "\n".join((first, *lines, "<!-- end -->"))
    return between.sub(lambda _: text, page)


def _table() -> Iterator[str]:
    shipped = policy.shipped()
    yield f"## Version {shipped.version}\n"
    for profile in Profile:
        consents = ", ".join(f"`{purpose.value}`" for purpose in policy.purposes(profile))
        yield f"- `{profile.value}`: {shipped.profiles[profile].law}. Consents: {consents}."
    yield "\n| measure | travels as | consent | cn | eu | us |"
    yield "|---|---|---|---|---|---|"
    for measure in Measure:
        fields = ", ".join(f"`{field}`" for field in FIELDS[measure]) or "never sent"
        cells = " | ".join(_cell(profile, measure) for profile in Profile)
        yield f"| `{measure.value}` | {fields} | `{_consent(measure).value}` | {cells} |"


def _cell(profile: Profile, measure: Measure) -> str:
    use = policy.table(profile)[measure]
    shown = f"**{use.value}**" if use is Use.OFF else use.value
    return f"{shown}: {policy.ground(profile, measure)}"


def _consent(measure: Measure) -> Purpose:
    if measure in BEHAVIOUR:
        return Purpose.FACE_ANALYSIS
    is_quality = measure in (Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY)
    return Purpose.RECORDING if is_quality else Purpose.ANALYSIS


def _tried(tests: Path) -> Iterator[str]:
    """Name the rows of each test file: the keys of its tables, and its tests without one."""
    for path in sorted(tests.glob("test_smuggling_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield f"\n`{path.name}`\n"
        for statement in tree.body:
            for row in _rows(statement):
                yield f"- {row}"


def _rows(statement: ast.stmt) -> Iterator[str]:
    """Name a test that has no table, or the rows of a table."""
    if isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_"):
        if any(".keys()" in ast.unparse(one) for one in statement.decorator_list):
            return
        yield f"*{statement.name.removeprefix('test_').replace('_', ' ')}*"
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(value, ast.Dict):
        keys = (key.value for key in value.keys if isinstance(key, ast.Constant))
        yield from (str(key) for key in keys)
