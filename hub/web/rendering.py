"""Templates in the reader's language; everything put into them is escaped."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from hub.people import alarms
from hub.people.rights import Action, may
from hub.web import words
from hub.web.navigation import entries_for
from hub.web.times import clock, local_date, local_time, spoken_length, time_of_day
from wire.language import Language, catalogue

if TYPE_CHECKING:
    from gettext import NullTranslations

    from hub.people.sessions import Visitor
    from hub.web.page import Asked


@lru_cache(maxsize=2)
def translations(language: Language) -> NullTranslations:
    """Give the catalogue of `language`."""
    chinese = (files("hub.web") / "locale" / "zh").iterdir()
    return catalogue(language, *(one.read_bytes() for one in chinese))


@lru_cache(maxsize=2)
def environment(language: Language) -> Environment:
    """Give the templates' environment of `language`."""
    made = Environment(
        loader=PackageLoader("hub.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(language=language.value, words=words, entries_for=entries_for)
    made.filters.update(
        clock=clock,
        length_of=lambda seconds: spoken_length(seconds, language),
        local_date=lambda at: local_date(at, language),
        local_time=lambda at: local_time(at, language),
        time_of_day=lambda at: time_of_day(at, language),
    )
    return made


def render(asked: Asked, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template for whoever asked."""
    place = {"here": _here(asked), "alarms": _alarms(asked)}
    text = fill(asked.language, template, visitor=asked.visitor, **place, **values)
    return HTMLResponse(text, status)


def fill(language: Language, template: str, visitor: Visitor | None, **values: object) -> str:
    """Fill a template in `language`."""
    shown = {"alarms": 0, **values}
    return environment(language).get_template(template).render(visitor=visitor, **shown)


def say(language: Language, msgid: str) -> str:
    """Give one text in `language`."""
    return translations(language).gettext(msgid)


def _alarms(asked: Asked) -> int:
    """Count the alarms that nobody has seen, for whoever may."""
    role = asked.visitor.role if asked.visitor else None
    return alarms.unseen(asked.site.engine) if may(role, Action.SEE_ALARMS) else 0


def _here(asked: Asked) -> str:
    query = asked.request.url.query
    return asked.request.url.path + (f"?{query}" if query else "")
