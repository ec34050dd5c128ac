"""Which text encoder compares answers with questions: chosen in the settings, opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.inference.model_table import encoder_models
from edge_agent.inference.models import chosen, model_path

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.inference.ports import TextEncoder


def content_models(setting: str, models_dir: Path) -> tuple[str, ...]:
    """Name the manifest's models that the encoder loads: none when one of them is not there.

    An answer can be scored without them, so that a kiosk goes on without. Raises ModelError.
    """
    names = encoder_models(setting)
    are_there = all((models_dir / chosen(models_dir, name).file).is_file() for name in names)
    return names if are_there else ()


def text_encoder(setting: str, models_dir: Path) -> TextEncoder | None:
    """Open the encoder that `setting` names, None when it is `off` or its files are missing.

    Raises ModelError when a file was altered.
    """
    paths = [model_path(models_dir, name) for name in content_models(setting, models_dir)]
    if not paths:
        return None
    from edge_agent.inference.e5 import E5TextEncoder  # noqa: PLC0415 - only where it is used

    return E5TextEncoder(*paths)
