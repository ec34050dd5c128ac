"""docs/asvs.md and docs/iso27001.md say what their data say, and the data's evidence is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from hub.__main__ import _COMMANDS, _PROCESSES
from provisioning import assurance, assurance_pages
from provisioning.assurance import AssuranceError, Chapter

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs" / "assurance"
ASVS = assurance.chapters(FOLDER, "asvs")
ISO = assurance.chapters(FOLDER, "iso27001")
EVIDENCE = sorted(
    {one for chapter in (*ASVS, *ISO) for line in chapter.lines.values() for one in line.evidence}
)
HUB = "python -m hub"


def numbers(chapters: list[Chapter]) -> list[str]:
    return [number for chapter in chapters for number in chapter.lines]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Name what a module defines: at its top, and within its classes as `Class.name`."""
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8")).body, ""))


def _names(body: list[ast.stmt], before: str) -> list[str]:
    found: list[str] = []
    for one in body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(before + one.name)
        if isinstance(one, ast.ClassDef):
            found += _names(one.body, f"{before}{one.name}.")
        targets = one.targets if isinstance(one, ast.Assign) else []
        targets = [one.target] if isinstance(one, ast.AnnAssign) else targets
        found += [before + each.id for each in targets if isinstance(each, ast.Name)]
    return found


def is_there(evidence: str) -> bool:
    """Say whether a test, a place or a command exists."""
    if evidence.startswith("$ "):
        return is_command(evidence.removeprefix("$ "))
    place, is_test, name = evidence.partition("::")
    if not is_test:
        place, _, name = evidence.partition("#")
    path = ROOT / place
    if not path.is_relative_to(ROOT) or not path.exists():
        return False
    if not name:
        return not is_test
    if path.suffix == ".py":
        return name in names_in(path) and (not is_test or name.startswith("test_"))
    return name in path.read_text(encoding="utf-8")


def is_command(command: str) -> bool:
    """Say whether make has the target, or the module and its command are there."""
    if command.startswith("make "):
        target = re.escape(command.split()[1])
        return re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE) is not None
    if command.startswith(HUB):
        known = {one.words for one in _COMMANDS} | set(_PROCESSES)
        return command.removeprefix(HUB).strip() in known
    module, *words = command.removeprefix("python -m ").split()
    is_module = command.startswith("python -m ") and find_spec(module) is not None
    return is_module and all(
        f'"{word}"' in (ROOT / module / "__main__.py").read_text() for word in words
    )


def test_every_requirement_of_levels_one_and_two_is_answered_once() -> None:
    levels = list(assurance.levels(FOLDER).values())
    assert [levels.count(level) for level in (1, 2, 3)] == [70, 183, 92]
    assert len(numbers(ASVS)) == len(set(numbers(ASVS)))
    assert set(numbers(ASVS)) == assurance.wanted(FOLDER)


def test_every_control_of_annex_a_is_answered_in_order() -> None:
    assert numbers(ISO) == list(assurance.controls())
    assert len(numbers(ISO)) == 93


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_what_is_named_as_evidence_exists(evidence: str) -> None:
    assert is_there(evidence)


@pytest.mark.parametrize(
    "evidence",
    [
        "tests/unit/provisioning/test_assurance.py::test_that_nobody_wrote",
        "tests/unit/provisioning/test_nothing.py::test_that_nobody_wrote",
        "tests/unit/provisioning/test_assurance.py::is_there",
        "tests/unit/provisioning/test_assurance.py::",
        "hub/web/headers.py#NOT_THERE",
        "docs/rights.md#what no page says",
        "hub/no_such_file.py",
        "../elsewhere",
        "$ make nothing",
        "$ python -m hub audit forge",
        "$ python -m provisioning audit-forge",
        "$ python -m no_such_package",
        "$ rm",
    ],
)
def test_evidence_that_is_not_there_would_be_found(evidence: str) -> None:
    assert not is_there(evidence)


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("asvs.md", assurance_pages.asvs(FOLDER)),
        ("iso27001.md", assurance_pages.iso27001(FOLDER)),
    ],
)
def test_the_pages_say_what_the_data_say(page: str, made: str) -> None:
    kept = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert kept == made, "run `python -m provisioning.documents`"


@pytest.mark.parametrize(
    "line",
    [
        'state = "met"',
        'state = "met"\nevidence = ["Makefile"]\ngap = "some of it"',
        'state = "partly"\nevidence = ["Makefile"]',
        'state = "not met"',
        'state = "does not apply"',
        'state = "site"',
        'state = "nearly"',
        'state = "not met"\ngap = "all"\nsource = "unknown"',
    ],
)
def test_a_line_that_claims_more_than_it_shows_is_refused(line: str, tmp_path: Path) -> None:
    text = f'title = "One"\n[lines."1.1.1"]\nasks = "something"\n{line}\n'
    (tmp_path / "asvs-01.toml").write_text(text)
    with pytest.raises(AssuranceError, match=re.escape("asvs-01.toml")):
        assurance.chapters(tmp_path, "asvs")
