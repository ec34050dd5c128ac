"""Every word of the candidate page goes through translation."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from edge_agent.page.words import environments
from tests.fakes.bare_text import bare_texts
from wire.language import Language

LANGUAGE_NAMES = frozenset({"中文", "English", "用中文面试", "Interview in English"})
"""Each language's button speaks that language, whatever the page is shown in."""

CLASSES = frozenset({"kind"})
"""The block that stands in the body's class."""


def test_no_word_of_the_candidate_page_stands_outside_of_translation() -> None:
    assert bare_texts(environments()[Language.EN], LANGUAGE_NAMES, CLASSES) == []


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{{ _('Hello') }}: {{ name }} 1/2 a</p>", []),
        ("<p>{% trans n=1 %}Part {{ n }}{% endtrans %}</p>", []),
        ("<p>{{ 'yes' if so else _('no') }}</p>", ["yes\N{HORIZONTAL ELLIPSIS}"]),
        (
            "<p class=\"{{ 'done' if so }}\">{% if so %}<b>Go</b>{% else %}on{% endif %}",
            ["Go", "on"],
        ),
        ('<img alt="A face"><input placeholder="{{ _("Name") }}" name="name">', ["A face"]),
        ("{% macro stop() %}<i title='Stop'>.</i>{% endmacro %}", ["Stop"]),
        ("<code>python -m hub</code><br/>{# a remark #}", []),
        ("<p>你好</p>", ["你好"]),
    ],
)
def test_a_bare_word_is_found_wherever_it_is_read(template: str, bare: list[str]) -> None:
    loader = DictLoader({"page.html": template})
    environment = Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    assert [text for _, text in bare_texts(environment)] == bare
