"""Finds words on pages that nobody translates: text of a template that stands outside `_()`."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2 import Environment

_TRANSLATED = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for what an expression gives."""
_SHOWN = frozenset({"alt", "title", "placeholder", "aria-label"})
_NOT_PROSE = frozenset({"code", "script", "style"})
_WORDS = re.compile(r"(?:[^\W\d_].*?){2}")


def bare_texts(
    environment: Environment, allowed: Collection[str] = (), unread: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Give each template's name with a text of it that is not translated.

    Words that are `allowed` may stand in a text; `unread` names the blocks that no visitor reads.
    """
    assert environment.loader is not None
    found = []
    for name in environment.list_templates(extensions=["html"]):
        source, _, _ = environment.loader.get_source(environment, name)
        reader = _Reader()
        reader.feed("".join(_pieces(environment.parse(source), unread)))
        reader.close()
        found += [(name, text) for text in reader.texts if _has_words(text, allowed)]
    return found


def _has_words(text: str, allowed: Collection[str]) -> bool:
    for known in sorted(allowed, key=len, reverse=True):
        text = text.replace(known, "")
    return _WORDS.search(text) is not None


def _pieces(node: nodes.Node, unread: Collection[str]) -> Iterator[str]:
    """Yield what a template writes, in order, every branch of it."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Output):
            for written in child.nodes:
                yield from _written(written)
        elif not (isinstance(child, nodes.Block) and child.name in unread):
            yield from _pieces(child, unread)


def _written(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.TemplateData():
            yield node.data
        case nodes.Const():
            yield str(node.value)
        case nodes.CondExpr():
            yield from _written(node.expr1)
            if node.expr2 is not None:
                yield from _written(node.expr2)
        case _:
            yield _TRANSLATED


class _Reader(HTMLParser):
    """Collects what a visitor reads or is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._not_prose = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._not_prose += tag in _NOT_PROSE
        self.texts += [value.strip() for name, value in attrs if name in _SHOWN and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._not_prose -= tag in _NOT_PROSE

    def handle_data(self, data: str) -> None:
        if not self._not_prose:
            self.texts += [" ".join(data.split())]
