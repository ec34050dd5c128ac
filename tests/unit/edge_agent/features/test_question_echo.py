"""A question read back is neither an answer nor evidence; an answer in its words is both."""

from __future__ import annotations

import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from edge_agent.features.content_sentences import sentences
from edge_agent.features.keywords import KeywordSpotter
from edge_agent.features.question_echo import FEWEST, FEWEST_VERBATIM, SHARE, Question, without_echo
from edge_agent.features.utterance import UtteranceMeasures, measure
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Recognised, Word
from wire.language import Language
from wire.plan import Keyword

EN, ZH = Language.EN, Language.ZH
EXAMPLES = Path(__file__).parents[4] / "tests" / "data" / "content"
ASKED = {
    EN: "Tell us about a client whose monthly balance sheet showed a risk. What did you do then?",
    ZH: "请讲一次您发现客户财务报表有风险的经历。当时您是怎么处理的？",
}
REPEATED = [
    (EN, "Tell us about a client whose monthly balance sheet showed a risk."),
    (EN, "Okay, tell you about clients whose monthly balance sheets show a risk."),
    (EN, "So a client whose monthly balance sheet showed risks."),
    (EN, "What did I do then?"),
    (ZH, "我发现客户财务报表有风险的经历"),
    (ZH, "嗯，请讲一次发现客戶財務報表风险的经历。"),
    (ZH, "当时我是怎么处理的？"),
]
ANSWERED = [
    (EN, "I saw a risk in the balance sheet of a client."),
    (EN, "The client was a bakery, and its monthly balance sheet was late twice."),
    (EN, "I did it then."),
    (EN, "The client showed me."),
    (EN, "He showed me risk, balance, month and client."),
    (ZH, "客户的财务报表上应收账款太多了。"),
    (ZH, "我发现这个客户有风险。"),
    (ZH, "我当时处理得很快。"),
]


def said(text: str, language: Language) -> list[Word]:
    return [Word(word, at / 2, at / 2 + 0.5) for at, word in enumerate(pieces(text, language))]


@pytest.mark.parametrize(("language", "sentence"), REPEATED)
def test_a_sentence_that_nearly_repeats_the_question_is_known(
    language: Language, sentence: str
) -> None:
    assert Question(ASKED[language], language).is_repeated_by(sentence)


@pytest.mark.parametrize(("language", "sentence"), ANSWERED)
def test_a_sentence_that_answers_in_the_questions_words_is_none_of_these(
    language: Language, sentence: str
) -> None:
    assert not Question(ASKED[language], language).is_repeated_by(sentence)


def test_the_edges_are_where_they_are_said_to_be() -> None:
    asked = Question("alpha beta gamma delta epsilon zeta eta", EN)
    assert not asked.is_repeated_by("alpha, gamma, epsilon")
    assert asked.is_repeated_by("alpha, gamma, epsilon, eta")
    assert asked.is_repeated_by("alpha beta gamma delta epsilon zeta eta one two three")
    assert not asked.is_repeated_by("alpha beta gamma delta epsilon zeta eta one two three four")
    assert not asked.is_repeated_by("alpha beta gamma")
    assert (SHARE, FEWEST, FEWEST_VERBATIM) == (0.7, 4, 4)


@pytest.mark.parametrize("language", Language)
def test_no_sentence_of_any_written_answer_counts_as_its_question(language: Language) -> None:
    """18 answers beside each of 6 questions; each question read thrice is known as a whole."""
    found: list[dict[str, Any]] = tomllib.loads(
        (EXAMPLES / f"{language.value}.toml").read_text(encoding="utf-8")
    )["questions"]
    answers = [said(answer, language) for one in found for answer in one["answers"]]
    for one in found:
        asked = Question(one["text"], language)
        assert not [s for s in sentences(answers, language) if asked.is_repeated_by(s)]
        read = sentences([said(one["text"], language)] * 3, language)
        assert [s for s in read if not asked.is_repeated_by(s)] == []


def spotted(text: str, language: Language, form: str) -> UtteranceMeasures:
    spotter = KeywordSpotter([Keyword(number=1, language=language, forms=(form,))], language)
    words = said(text, language)
    measures = measure(Recognised(tuple(words), 0.9), 0.0, 60.0, language, spotter)
    return without_echo(measures, words, Question(ASKED[language], language))


def test_a_keyword_of_the_question_read_back_is_not_counted_and_one_of_the_answer_is() -> None:
    read = "Tell us about a client whose monthly balance sheet showed a risk."
    answer = "Well, his balance sheet was wrong twice."
    assert len(spotted(read, EN, "balance sheet").hits) == 0
    both = spotted(f"{read} {answer}", EN, "balance sheet")
    assert [hit.start for hit in both.hits] == [len(read.split()) / 2 + 1.0]
    assert both.words == len(f"{read} {answer}".split())
    assert len(spotted("请讲一次您发现客户财务报表有风险的经历。", ZH, "财务报表").hits) == 0
    assert len(spotted("他的财务报表我看了两遍。", ZH, "财务报表").hits) == 1


def test_two_threads_may_ask_at_once() -> None:
    texts = [text for language, text in REPEATED if language is EN]
    asked = Question(ASKED[EN], EN)
    alone = [asked.is_repeated_by(text) for text in texts]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as two:
            found = list(two.map(asked.is_repeated_by, texts * 200))
    finally:
        sys.setswitchinterval(before)
    assert found == alone * 200
