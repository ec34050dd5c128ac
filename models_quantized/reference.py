"""`python -m models_quantized.reference`: copy this machine's figures into the manifest.

For whoever prepares a release, after `python -m models_quantized --measure` on a quiet machine: the
figures stand beside the hashes, and the choice is that of a kiosk where nobody has measured.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from models_quantized import chosen_file
from models_quantized.errors import MeasureError, ModelsError
from models_quantized.files import DEFAULT_OUT
from models_quantized.manifest import load

if TYPE_CHECKING:
    from models_quantized.chosen_file import Choice, Chosen
    from models_quantized.manifest import Built, Figures

MANIFEST = Path(__file__).parent / "manifest.toml"


def rewritten(text: str, built: Built, choice: Choice) -> str:
    """Give the manifest's text with one model's figures and reference choice replaced."""
    begin = text.index(f'[[built]]\nname = "{built.name}"\n')
    end = text.find("\n[[built]]\n", begin)
    part = text[begin:] if end < 0 else text[begin:end]
    new = re.sub(r"(?m)^reference = .*$", f'reference = "{choice.variant}"', part, count=1)
    for measured in choice.measured.values():
        line = f'sha256 = "{measured.sha256}"\nfigures = '
        before, found, after = new.partition(line)
        if found:
            new = before + line + _inline(measured.figures) + after[after.index("\n") :]
    return text.replace(part, new, 1)


def _inline(figures: Figures) -> str:
    """Give figures as an inline table."""
    told = {
        name: value
        for name, value in msgspec.to_builtins(figures).items()
        if value is not None and value != ""
    }
    pairs = ", ".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
    return f"{{ {pairs} }}" if pairs else "{}"


def main() -> int:
    """Rewrite the manifest; on failure one line says what and what to do."""
    argparse.ArgumentParser(
        prog="python -m models_quantized.reference", description=__doc__
    ).parse_args()
    text, manifest = MANIFEST.read_text(encoding="utf-8"), load()
    try:
        chosen = _complete(chosen_file.read(DEFAULT_OUT), manifest.built)
    except ModelsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for built in manifest.built:
        if built.variants:
            text = rewritten(text, built, chosen.models[built.name])
    machine = json.dumps(f"{chosen.machine}, {chosen.date}")
    text = re.sub(r"(?m)^reference_machine = .*$", f"reference_machine = {machine}", text)
    MANIFEST.write_text(text, encoding="utf-8")
    return 0


def _complete(chosen: Chosen, models: tuple[Built, ...]) -> Chosen:
    """Refuse figures of some models only, or of other files."""
    for built in models:
        choice = chosen.models.get(built.name)
        if built.variants and (choice is None or not chosen_file.is_of(choice, built)):
            raise MeasureError(f"{built.name} was not measured here.")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
