"""Every word of the pages stands in both languages."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import meta

from edge_agent.page.durations import in_words, on_the_clock
from edge_agent.page.words import CHINESE, HERE, environments
from wire.language import Language, catalogue

if TYPE_CHECKING:
    from babel.messages.catalog import Message

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}


def messages_in_the_source() -> dict[str, str]:
    """Each message id with the file it stands in."""
    found = extract_from_dir(str(HERE), method_map=METHODS, options_map=OPTIONS)
    ids = ((one if isinstance(one, str) else one[0], file) for file, _, one, _, _ in found)
    return dict(ids)


def chinese() -> dict[str, Message]:
    catalog = read_po(BytesIO(CHINESE.read_bytes()), locale="zh", abort_invalid=True)
    return {(one.id if isinstance(one.id, str) else one.id[0]): one for one in catalog if one.id}


def test_the_source_is_searched_at_all() -> None:
    found = messages_in_the_source()
    assert "Start answering" in found
    assert "%(num)d minute" in found
    assert "Part %(n)s of %(m)s" in found


def test_every_string_is_translated_into_chinese() -> None:
    translated = chinese()
    missing = [
        (file, text)
        for text, file in messages_in_the_source().items()
        if text not in translated or translated[text].fuzzy or not _complete(translated[text])
    ]
    assert missing == []


def test_no_translation_is_left_over() -> None:
    assert set(chinese()) - set(messages_in_the_source()) == set()


def test_placeholders_survive_translation() -> None:
    broken = [one.id for one in chinese().values() if _placeholders(one) != 1]
    assert broken == []


def test_no_chinese_text_lacks_han_characters() -> None:
    odd = [one.id for one in chinese().values() if not _has_han(_texts(one)[0])]
    assert odd == []


@pytest.mark.parametrize("language", Language)
def test_every_template_compiles(language: Language) -> None:
    environment = environments()[language]
    for name in environment.list_templates():
        assert environment.loader is not None
        source, _, _ = environment.loader.get_source(environment, name)
        meta.find_undeclared_variables(environment.parse(source))
        environment.get_template(name)


@pytest.mark.parametrize(
    ("seconds", "english", "han"),
    [
        (60, "1 minute", "1 分钟"),
        (180, "3 minutes", "3 分钟"),
        (45, "45 seconds", "45 秒"),
        (1, "1 second", "1 秒"),
        (90, "90 seconds", "90 秒"),
    ],
)
def test_lengths_of_time_are_words(seconds: int, english: str, han: str) -> None:
    assert in_words(seconds, catalogue(Language.EN, b"")) == english
    assert in_words(seconds, catalogue(Language.ZH, CHINESE.read_bytes())) == han


def test_the_clock_shows_minutes_and_seconds() -> None:
    assert [on_the_clock(s) for s in (0, 9.9, 60, 605)] == ["0:00", "0:09", "1:00", "10:05"]


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _complete(message: Message) -> bool:
    return bool(_texts(message)) and all(text.strip() for text in _texts(message))


def _has_han(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _placeholders(message: Message) -> int:
    """Count the sets of placeholders of source and translations; one means they are the same."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = ids + _texts(message)
    return len({frozenset(re.findall(r"%\(\w+\)\w", text)) for text in texts})
