"""Keywords are found however they are inflected or written, and counted once."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.keywords import KeywordSpotter, apart
from edge_agent.inference.pieces import pieces
from edge_agent.inference.ports import Word
from wire.language import Language
from wire.plan import Keyword

EN, ZH = Language.EN, Language.ZH


def said(text: str, language: Language) -> list[Word]:
    """Each word lasts half a second, from its place in the text."""
    return [Word(word, at / 2, at / 2 + 0.5) for at, word in enumerate(pieces(text, language))]


def found(language: Language, forms: tuple[str, ...], text: str) -> list[tuple[float, float]]:
    spotter = KeywordSpotter([Keyword(number=7, language=language, forms=forms)], language)
    hits = spotter.spot(said(text, language))
    assert {hit.keyword for hit in hits} <= {7}
    return [(hit.start, hit.end) for hit in hits]


ENGLISH = [
    (("compliance",), "Our compliance, Compliance and COMPLIANCE.", 3),
    (("comply",), "I complied and was complying", 2),
    (("customer",), "the customers' trust and one customer\u2019s account", 2),
    (("risk",), "brisk risks", 1),
    (("follow up",), "I followed up", 1),
    (("follow-up",), "a follow up call and a follow-up", 2),
    (("follow up",), "I followed him right up", 1),
    (("follow up",), "I followed him down the long road up", 0),
    (("balance the books",), "balancing all the books", 1),
    (("balance the books",), "the books balance", 1),
    (("bookkeeping",), "I did book keeping", 1),
    (("book keeping",), "I did bookkeeping", 1),
    (("KYC",), "our kyc checks", 1),
    (("know your customer", "customer"), "know your customer", 1),
    (("anti-money laundering",), "Anti money-laundering rules", 1),
    (("sales",), "for sale", 1),
    (("comply",), "it complies", 1),
    (("plan",), "a planned plan, planning, plans", 4),
    (("satisfied",), "we satisfy and are satisfying", 2),
    (("pledge",), "pledges, pledged and pledging", 3),
    (("process",), "both processes", 1),
    (("policy",), "two policies", 1),
    (("policy",), "the police", 0),
    (("seasonal",), "the season of light", 0),
    (("season",), "seasonal demand, but two seasons", 1),
    (("organ",), "our organisation", 0),
    (("organisation",), "an organ", 0),
    (("general",), "a new generation", 0),
    (("alternative",), "we alternate", 0),
    (("regulation",), "we regulate", 0),
    (("customer",), "a custom", 0),
    (("24/7",), "open 24/7", 1),
    (("...",), "nothing", 0),
]


@pytest.mark.parametrize(("forms", "text", "times"), ENGLISH)
def test_an_english_keyword_is_found_in_every_inflection(
    forms: tuple[str, ...], text: str, times: int
) -> None:
    assert len(found(EN, forms, text)) == times


CHINESE = [
    (("客户",), "我的客户，老客户。", 2),
    (("客户",), "我的客戶", 1),
    (("合规",), "要合规", 1),
    (("合规",), "要和规", 1),
    (("合规",), "要喝鬼", 0),
    (("反洗钱",), "要反洗浅", 1),
    (("反洗钱",), "要繁喜欠", 1),
    (("账户",), "开了帐户", 1),
    (("风险",), "封闲", 0),
    (("钱",), "欠", 0),
    (("Excel",), "我用excel做表", 1),
    (("理财产品", "理财"), "理财产品", 1),
    (("理财",), "理财产品和理财", 2),
    (("了解 客户",), "了解，客户", 1),
]


@pytest.mark.parametrize(("forms", "text", "times"), CHINESE)
def test_a_chinese_keyword_is_found_by_its_characters_or_its_sound(
    forms: tuple[str, ...], text: str, times: int
) -> None:
    assert len(found(ZH, forms, text)) == times


def test_a_hit_has_the_times_of_its_words() -> None:
    assert found(EN, ("follow up",), "then I followed him up") == [(1.0, 2.5)]
    assert found(ZH, ("客户",), "我的客户") == [(1.0, 2.0)]


def test_keywords_of_the_other_language_are_not_looked_for() -> None:
    keyword = Keyword(number=1, language=ZH, forms=("bank",))
    assert KeywordSpotter([keyword], EN).spot(said("the bank", EN)) == ()


def test_different_keywords_may_share_words_and_come_in_order_of_time() -> None:
    keywords = [
        Keyword(number=2, language=EN, forms=("customer",)),
        Keyword(number=1, language=EN, forms=("know your customer",)),
    ]
    hits = KeywordSpotter(keywords, EN).spot(said("I know your customer", EN))
    assert [hit.keyword for hit in hits] == [1, 2]


def test_nothing_said_is_nothing_found() -> None:
    assert found(EN, ("bank",), "") == []
    assert found(ZH, ("银行",), "") == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=20))
def test_places_kept_never_overlap_and_every_other_one_overlaps_a_kept_one(
    places: list[tuple[int, int]],
) -> None:
    spans = [(first, first + length) for first, length in places]
    kept = apart(spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(kept))
    for first, after in spans:
        assert any(first < end and start < after for start, end in kept)


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["the", "bank", "opens", "accounts", "for", "customers"])))
def test_what_is_said_twice_is_found_twice_as_often(words: list[str]) -> None:
    once = found(EN, ("account", "customer"), " ".join(words))
    twice = found(EN, ("account", "customer"), " ".join([*words, "and", *words]))
    assert len(twice) == 2 * len(once)
