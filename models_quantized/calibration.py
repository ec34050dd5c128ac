"""`python -m models_quantized.calibration`: take each tensor's range, for whoever adds a model.

The ranges are committed, because every processor rounds a little differently: with them the int8
variants come out the same everywhere, and their hashes can be pinned. Prints the hashes to pin.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import onnxruntime as ort
from onnx import TensorProto, helper

from models_quantized.frames import calibration_pictures
from models_quantized.manifest import load
from models_quantized.quantise import Parent, Ranges, parent_of, read_ranges, variant
from models_quantized.trials import trials

if TYPE_CHECKING:
    from collections.abc import Sequence

OUT = Path(__file__).parent / "calibration"
CACHE = Path(__file__).parent.parent / ".cache"


def ranges_of(parent: Parent, feeds: Sequence[Any]) -> Ranges:
    """Give the least and the largest value that each tensor had over all feeds."""
    names = parent.tensors
    watched = onnx.ModelProto()
    watched.CopyFrom(parent.model)
    told = {output.name for output in watched.graph.output}
    watched.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
        for name in names
        if name not in told
    )
    session = ort.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    seen = [session.run(list(names), feed) for feed in feeds]
    return {
        name: (
            _short(min(float(values[at].min()) for values in seen)),
            _short(max(float(values[at].max()) for values in seen)),
        )
        for at, name in enumerate(names)
    }


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def main() -> int:
    """Calibrate every model that has int8 variants, from what is built in the cache."""
    argparse.ArgumentParser(
        prog="python -m models_quantized.calibration", description=__doc__
    ).parse_args()
    manifest, models = load(), CACHE / "models"
    ways, pictures = trials(manifest, models), calibration_pictures(CACHE / "media")
    for built in manifest.built:
        if built.name not in ways:
            continue
        shipped = (models / built.file).read_bytes()
        feeds = [feed for feed in map(ways[built.name]().feed, pictures) if feed is not None]
        lines = [
            f"{json.dumps(name)}: {json.dumps(ends)}"
            for name, ends in ranges_of(parent_of(shipped), feeds).items()
        ]
        OUT.mkdir(exist_ok=True)
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        (OUT / f"{built.name}.json").write_text(text, encoding="utf-8")
        for form in built.variants:
            content = variant(form.name, shipped, read_ranges(built.name))
            digest = hashlib.sha256(content).hexdigest()
            sys.stdout.write(f"{built.name} {form.name} {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
