"""Any part of a job as one text in both languages, for setting two versions side by side."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from hub.scoring.job import Group, Timing
from wire.language import Language, LocalText
from wire.prompting import Thresholds

_CHINESE = {"basic": "基础", "complex": "复杂", "scenario": "情境题", "experience": "经历题"}


def shown(value: object) -> LocalText | None:
    """Give the text; None for what is not there."""
    if value is None or value == ():
        return None
    if isinstance(value, LocalText):
        return value
    if isinstance(value, StrEnum):
        return LocalText(en=value.value, zh=_CHINESE[value.value])
    if isinstance(value, Thresholds | Timing):
        return _settings(value)
    if isinstance(value, int):
        return LocalText(en=f"{value} s", zh=f"{value} 秒")
    return LocalText(en=_joined(value, Language.EN), zh=_joined(value, Language.ZH))


def _settings(value: Thresholds | Timing) -> LocalText:
    if isinstance(value, Thresholds):
        limits = ", ".join(f"{name} {of}" for name, of in msgspec.to_builtins(value).items())
        return LocalText(en=limits or "–", zh=limits or "–")
    prepare, pause = value.preparation_s, value.pause_s
    return LocalText(
        en=f"{prepare} s to prepare, {value.retakes} retakes, {value.pauses} pauses of {pause} s",
        zh=f"准备 {prepare} 秒，可重答 {value.retakes} 次，"
        f"可暂停 {value.pauses} 次，每次最长 {pause} 秒",
    )


def _joined(value: object, language: Language) -> str:
    """Write a table's texts one after the other, and each entry of a list on a line of its own."""
    if isinstance(value, LocalText):
        return value.of(language)
    if isinstance(value, Group):
        forms = value.zh if language is Language.ZH else value.en
        return f"{value.name.of(language)}: {' · '.join(forms)}"
    if isinstance(value, tuple):
        glue = " · " if all(isinstance(one, str) for one in value) else "\n"
        return glue.join(_joined(one, language) for one in value)
    if isinstance(value, msgspec.Struct):
        kept = [getattr(value, name) for name in value.__struct_fields__]
        return " – ".join(_joined(one, language) for one in kept if one is not None)
    return str(value)
