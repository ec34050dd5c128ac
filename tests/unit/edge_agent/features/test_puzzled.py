"""Sentences that say a question was not understood, and stories that only sound like it."""

from __future__ import annotations

import pytest

from edge_agent.features.puzzled import puzzled
from edge_agent.inference.ports import Word
from wire.language import Language

ENGLISH = (
    "I don't understand.",
    "Sorry, I don't understand the question.",
    "Could you repeat the question, please?",
    "I didn't get that.",
    "What do you mean?",
    "Can you repeat that?",
    "I’m sorry, I did not quite catch the question.",
    "What does that mean?",
)
CHINESE = (
    "我没听懂",
    "不好意思，我没听懂这个问题。",
    "我不太明白您的意思",
    "您能再说一遍吗？",
    "这个问题是什么意思",
    "没听清",
    "我不太理解这道题。",
    "能不能换个说法",
)
ENGLISH_STORIES = (
    "The client did not understand the contract.",
    "I don't understand why people lend without security.",
    "I did not understand what the client wanted at first.",
    "Could you repeat the order, the client asked.",
    "I understand the question.",
    "What do you mean to say by leadership is this.",
    "At first I could not follow, then I read the whole file twice and I do not get it",
)
CHINESE_STORIES = (
    "客户不明白合同条款",
    "后来领导没听懂我的方案",
    "我明白了",
    "这个问题我理解",
    "我们不理解客户为什么拒绝",
    "他没听清",
    "我请客户解释一下",
    "我不明白他为什么这样做",
)


def words(text: str, language: Language) -> list[Word]:
    parts = list(text) if language is Language.ZH else text.split()
    return [Word(one, float(at), at + 0.5) for at, one in enumerate(parts)]


@pytest.mark.parametrize(
    ("language", "text"),
    [*((Language.EN, one) for one in ENGLISH), *((Language.ZH, one) for one in CHINESE)],
)
def test_who_says_so_has_not_understood(language: Language, text: str) -> None:
    said = words(text, language)
    assert puzzled(said, language) == (0.0, said[-1].end)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *((Language.EN, one) for one in ENGLISH_STORIES),
        *((Language.ZH, one) for one in CHINESE_STORIES),
    ],
)
def test_a_story_of_others_is_an_answer(language: Language, text: str) -> None:
    assert puzzled(words(text, language), language) is None


def test_who_says_nothing_has_said_nothing() -> None:
    assert puzzled([], Language.EN) is None
