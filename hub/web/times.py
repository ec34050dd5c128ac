"""Instants and lengths of time as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime

from wire.language import Language

if TYPE_CHECKING:
    from datetime import datetime

_LOCALES = {Language.EN: "en_GB", Language.ZH: "zh_Hans_CN"}
_MINUTE = 60
_HOUR = 3600


def local_time(at: datetime, language: Language) -> str:
    """Give date and time of day at the hub's place."""
    return f"{local_date(at, language)} {time_of_day(at, language)}"


def time_of_day(at: datetime, language: Language) -> str:
    """Give the hour and minute at the hub's place."""
    text: str = format_datetime(at.astimezone(), "HH:mm", locale=_LOCALES[language])
    return text


def local_date(at: datetime, language: Language) -> str:
    """Give the date at the hub's place."""
    text: str = format_date(
        at.astimezone().date(),
        "y年M月d日" if language is Language.ZH else "d MMM y",
        _LOCALES[language],
    )
    return text


def clock(seconds: float) -> str:
    """Write a place in a recording as m:ss, or h:mm:ss."""
    whole = int(seconds)
    hours, minutes = divmod(whole // _MINUTE, 60)
    tail = f"{whole % _MINUTE:02d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def spoken_length(seconds: float, language: Language) -> str:
    """Write a length of time in words: `7 min 5 s`, `7 分 5 秒`."""
    whole = round(seconds)
    units = (" 小时", " 分", " 秒") if language is Language.ZH else (" h", " min", " s")
    hours, minutes, rest = whole // _HOUR, whole % _HOUR // _MINUTE, whole % _MINUTE
    counts = (hours, minutes, 0 if hours else rest)
    said = [f"{count}{unit}" for count, unit in zip(counts, units, strict=True) if count]
    return " ".join(said) or f"0{units[2]}"
