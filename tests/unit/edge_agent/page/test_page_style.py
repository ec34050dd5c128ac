"""The page's colours are readable in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.page import forms
from edge_agent.page.words import STATIC

CSS = (STATIC / "kiosk.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)
TEXT = [
    ("ink", "ground"),
    ("ink", "sheet"),
    ("soft", "ground"),
    ("soft", "sheet"),
    ("main", "sheet"),
    ("on-main", "main"),
    ("on-main", "main-deep"),
    ("main-deep", "tint"),
    ("main-deep", "ground"),
    ("live", "ground"),
    ("warn", "ground"),
]
SHAPES = [("edge", "ground"), ("edge", "sheet"), ("good", "line"), ("main", "line")]


def luminance(colour: str) -> float:
    """Relative luminance by WCAG."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "behind"), TEXT)
def test_text_is_readable(scheme: dict[str, str], colour: str, behind: str) -> None:
    assert contrast(scheme[colour], scheme[behind]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "behind"), SHAPES)
def test_shapes_that_say_something_can_be_seen(
    scheme: dict[str, str], colour: str, behind: str
) -> None:
    assert contrast(scheme[colour], scheme[behind]) >= 3.0


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_a_form_error(body: bytes) -> None:
    try:
        form = forms.read(body)
    except forms.FormError:
        form = {}
    assert all(isinstance(value, str) for value in form.values())
