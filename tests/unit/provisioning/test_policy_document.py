from pathlib import Path

import pytest

from provisioning.policy_document import document
from wire import policy
from wire.policy import Measure, Profile, Use

ROOT = Path(__file__).resolve().parents[3]
TESTS = ROOT / "tests" / "integration"


def page() -> str:
    return (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")


def test_the_page_holds_the_table_and_the_attempts_as_they_are() -> None:
    assert document(page(), TESTS) == page(), "run `python -m provisioning.documents`"


@pytest.mark.parametrize("measure", list(Measure))
def test_every_measure_has_a_row_that_says_each_profiles_use(measure: Measure) -> None:
    (row,) = [line for line in page().splitlines() if line.startswith(f"| `{measure.value}` ")]
    cells = [cell.strip().partition(":")[0].strip("*") for cell in row.split(" | ")[3:]]
    assert [Use(cell) for cell in cells] == [policy.table(profile)[measure] for profile in Profile]


def test_thirty_attempts_and_more_are_named() -> None:
    tried = page().partition("<!-- generated: tried -->")[2]
    assert sum(line.startswith("- ") for line in tried.splitlines()) >= 30


def test_a_page_that_lags_behind_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "test_smuggling_more.py").write_text('ROWS = {"one more way": 1}\n')
    assert "- one more way" in document(page(), tmp_path)
    assert document(page(), tmp_path) != page()
