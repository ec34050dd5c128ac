"""Every dependency that a site installs has its licence listed."""

from __future__ import annotations

from pathlib import Path

from provisioning.licences import from_npm, pinned

ROOT = Path(__file__).resolve().parents[3]


def test_every_locked_package_stands_in_the_list_with_its_version() -> None:
    listed = (ROOT / "docs" / "licences.md").read_text()
    lock = (ROOT / "requirements" / "site.txt").read_text()
    missing = [name for name, version in pinned(lock) if f"| {name} | {version} |" not in listed]
    assert missing == []
    assert "not stated" not in listed


def test_what_comes_from_npm_stands_in_the_list_and_what_tests_use_does_not() -> None:
    listed = (ROOT / "docs" / "licences.md").read_text()
    shipped = list(from_npm((ROOT / "hub" / "web" / "package-lock.json").read_text()))
    assert [name for name, _, _ in shipped] == ["htmx.org"]
    assert all(
        f"| {name} (npm) | {version} | {terms} |" in listed for name, version, terms in shipped
    )
