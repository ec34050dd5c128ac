"""The pages' words in both languages."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edge_agent.page.durations import in_words, on_the_clock
from wire.language import Language, catalogue

if TYPE_CHECKING:
    from gettext import NullTranslations

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
CHINESE = HERE / "locale" / "zh.po"


def environments() -> dict[Language, Environment]:
    """Give a template environment for each language."""
    chinese = CHINESE.read_bytes()
    return {language: _environment(catalogue(language, chinese)) for language in Language}


def _environment(translations: NullTranslations) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["static"] = _named
    environment.install_gettext_translations(  # type: ignore[attr-defined] # of the extension
        translations, newstyle=True
    )
    environment.filters["in_words"] = lambda seconds: in_words(seconds, translations)
    environment.filters["on_the_clock"] = on_the_clock
    return environment


@cache
def _named(file: str) -> str:
    """Give a static file's address, which names its content: a browser may keep what it got."""
    version = sha256((STATIC / file).read_bytes()).hexdigest()[:12]
    return f"/static/{file}?v={version}"
