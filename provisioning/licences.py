"""List the licences of everything that is installed on a site."""

from __future__ import annotations

import json
import re
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s\\;]+)", re.MULTILINE)


def pinned(lock: str) -> Iterator[tuple[str, str]]:
    """Yield name and version of each pin of a lock file."""
    yield from _PIN.findall(lock)


def from_npm(lock: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and licence of each package that a page of the hub is served with."""
    for place, about in json.loads(lock)["packages"].items():
        if place and not about.get("dev", False):
            yield place.removeprefix("node_modules/"), about["version"], about["license"]


def table(lock: str, npm_lock: str) -> str:
    """Write the licences of both lock files' packages, as their own metadata state them."""
    rows = [
        "# Licences of the dependencies",
        "",
        "As stated in the metadata of each installed package (`python -m provisioning.documents`).",
        "Models and media have theirs in `models_quantized/manifest.toml` and its cards.",
        "",
        "The wheel of `av` carries FFmpeg with x264 (GPL-2.0-or-later); that licence goes with it.",
        "The wheel of `opencv-python-headless` carries FFmpeg under LGPL-2.1.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    rows += [f"| {name} | {version} | {licence(name)} |" for name, version in pinned(lock)]
    rows += [
        f"| {name} (npm) | {version} | {terms} |" for name, version, terms in from_npm(npm_lock)
    ]
    return "\n".join(rows) + "\n"


def licence(name: str) -> str:
    """Give a package's licence in one line."""
    about = metadata.metadata(name).json
    expression = about.get("license_expression")
    if expression:
        return str(expression)
    classifiers = [text for text in about.get("classifier", []) if text.startswith("License :: ")]
    named = [text.rsplit(" :: ", 1)[-1] for text in classifiers]
    first = str(about.get("license", "")).strip().splitlines()
    return ", ".join(named) or (first[0][:80] if first else "not stated")
