"""Rules at their edges."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from edge_agent.interview.rules import MOST_SPANS, finding
from edge_agent.interview.rules_answer import SaidPuzzled, TopicSoFar, begun, told
from tests.fakes.told import OWN, TEAM, began, behaved, ended, said, second, whole
from wire.messages.answer_features import Topicality
from wire.prompting import (
    BrowsAndGaze,
    HelpAsked,
    LongSilence,
    NoEvidence,
    NotUnderstood,
    OffTopic,
    OwnContribution,
)

if TYPE_CHECKING:
    from edge_agent.interview.rules_answer import AnswerSoFar, Fact
    from wire.messages.feature_window import FeatureWindow

OWN_PART = OwnContribution(keywords=(OWN,), among=(OWN, TEAM))


def known(*facts: Fact, pts: float = 0.0) -> AnswerSoFar:
    return reduce(told, facts, begun(began(pts=pts)))


def shares(own: int, all_: int) -> AnswerSoFar:
    """Hear so many hits, in utterances of at most 64."""
    keywords = [OWN] * own + [TEAM] * (all_ - own)
    parts = [keywords[at : at + 64] for at in range(0, len(keywords), 64)]
    return known(*(said(*part, start=1.0 + 70 * place) for place, part in enumerate(parts)))


@pytest.mark.parametrize(
    ("own", "hits", "holds"),
    [
        (299, 1000, True),
        (300, 1000, False),
        (3, 10, False),
        (2, 10, True),
        (1, 5, True),
        (2, 6, False),
        (0, 4, False),
        (0, 5, True),
        (5, 5, False),
        (0, 0, False),
    ],
    ids=str,
)
def test_results_below_a_share_are_asked_for_from_enough_hits_on(
    own: int, hits: int, *, holds: bool
) -> None:
    found = finding(OWN_PART, shares(own, hits))
    assert (found is not None) is holds
    if found is not None:
        assert found.hits == hits
        assert found.share == own / hits
        assert len(found.evidence) == min(hits, MOST_SPANS)


def test_what_the_candidate_corrects_takes_the_place_of_what_was_heard() -> None:
    heard = said(*[TEAM] * 6)
    corrected = replace(said(*[OWN] * 6), revision=1)
    assert finding(OWN_PART, known(heard)) is not None
    assert finding(OWN_PART, known(heard, corrected)) is None
    assert finding(OWN_PART, known(corrected, heard)) is None
    assert known(heard, corrected).words == 10


def test_the_threshold_is_the_rules_own() -> None:
    stricter = OwnContribution(keywords=(OWN,), among=(OWN, TEAM), below=0.5, least_hits=2)
    assert finding(stricter, shares(0, 2)) is not None
    assert finding(stricter, shares(1, 2)) is None
    assert finding(stricter, shares(0, 1)) is None


def test_keywords_of_competencies_count_for_no_share() -> None:
    assert finding(OWN_PART, known(said(*[7] * 20))) is None


@given(own=st.integers(0, 40), team=st.integers(0, 40))
@settings(max_examples=50)
def test_another_result_never_makes_the_share_too_small(own: int, team: int) -> None:
    before = finding(OWN_PART, shares(own, own + team))
    after = finding(OWN_PART, shares(own + 1, own + 1 + team))
    assert before is not None or after is None or own + team < OWN_PART.least_hits


@given(own=st.integers(0, 3), team=st.integers(0, 3), least=st.integers(1, 20))
@settings(max_examples=50)
def test_nothing_is_said_of_fewer_hits_than_the_least(own: int, team: int, least: int) -> None:
    rule = OwnContribution(keywords=(OWN,), among=(OWN, TEAM), least_hits=least)
    if own + team < least:
        assert finding(rule, shares(own, own + team)) is None


@pytest.mark.parametrize(
    ("topic", "end", "holds"),
    [
        (Topicality.OFF_TOPIC, 30.0, True),
        (Topicality.OFF_TOPIC, 29.9, False),
        (Topicality.CANNOT_TELL, 300.0, False),
        (Topicality.ON_TOPIC, 300.0, False),
    ],
)
def test_only_a_long_answer_that_is_off_topic_is_brought_back(
    topic: Topicality, end: float, *, holds: bool
) -> None:
    similarity = None if topic is Topicality.CANNOT_TELL else 0.5
    after = known(ended(pts=end), whole(topic=topic, similarity=similarity))
    found = finding(OffTopic(least_s=30.0), after)
    assert (found is not None) is holds
    if found is not None:
        assert found.topic_similarity == 0.5


def test_an_answer_that_finds_back_to_its_topic_is_on_topic_again() -> None:
    off = TopicSoFar(0, 40.0, Topicality.OFF_TOPIC, 0.2)
    on = TopicSoFar(0, 60.0, Topicality.ON_TOPIC, 2.2)
    going_on = [second(float(at), speech_s=1.0) for at in range(40)]
    assert finding(OffTopic(), known(*going_on, off)) is not None
    assert finding(OffTopic(), known(*going_on, off, on)) is None


@pytest.mark.parametrize(
    ("lowered", "away_s", "holds"),
    [(5, 10.1, True), (4, 10.1, False), (5, 10.0, False), (0, 60.0, False), (60, 0.0, False)],
)
def test_brows_and_gaze_hold_only_over_both_limits(
    lowered: int, away_s: float, *, holds: bool
) -> None:
    seconds = [behaved(float(at), lowered if at == 3 else 0, away_s / 30) for at in range(30)]
    heard = [second(float(at), speech_s=1.0) for at in range(30)]
    rule = BrowsAndGaze(most_brow_lowerings=4, longest_gaze_away_s=10.0, within_s=60.0)
    found = finding(rule, known(*heard, *seconds))
    assert (found is not None) is holds


def test_brows_and_gaze_of_long_ago_do_not_count() -> None:
    early = [behaved(float(at), 1, 1.0) for at in range(20)]
    rule = BrowsAndGaze(within_s=60.0)
    assert finding(rule, known(*early, second(19.0, speech_s=1.0))) is not None
    assert finding(rule, known(*early, second(90.0, speech_s=1.0))) is None


@pytest.mark.parametrize(("seconds", "holds"), [(10, False), (11, True)])
def test_a_silence_is_long_when_it_is_longer_than_the_limit(seconds: int, *, holds: bool) -> None:
    silent = [second(float(at)) for at in range(seconds)]
    found = finding(LongSilence(longest_s=10.0), known(*silent))
    assert (found is not None) is holds
    if found is not None:
        assert (found.evidence[0].start, found.evidence[0].end) == (0.0, 11.0)


@pytest.mark.parametrize("spoken", [second(8.0, speech_s=0.2), second(8.0, far_end_s=0.2)])
def test_whoever_speaks_ends_a_silence_the_interviewer_too(spoken: FeatureWindow) -> None:
    seconds = [spoken if at == 8 else second(float(at)) for at in range(15)]
    assert finding(LongSilence(longest_s=10.0), known(*seconds)) is None


def test_what_was_not_heard_is_no_silence() -> None:
    heard = [second(float(at)) for at in (0, 1, 20, 21)]
    assert finding(LongSilence(longest_s=10.0), known(*heard)) is None


def test_after_the_answer_nobody_is_silent() -> None:
    silent = [second(float(at)) for at in range(30)]
    assert finding(LongSilence(), known(*silent, ended(pts=30.0))) is None


def test_what_was_not_understood_is_told_from_help() -> None:
    puzzled = known(SaidPuzzled(0, 2.0, 3.0))
    found = finding(NotUnderstood(), puzzled)
    assert found is not None
    assert (found.evidence[0].start, found.evidence[0].end) == (2.0, 3.0)
    assert finding(HelpAsked(), puzzled) is None


@pytest.mark.parametrize(
    ("facts", "lacking", "holds"),
    [
        ((ended(), whole(words=20)), (1,), True),
        ((ended(), whole(words=19)), (1,), False),
        ((ended(), whole(words=200)), (), False),
        ((whole(words=200),), (1,), False),
        ((ended(), said(words=200)), (1,), False),
    ],
    ids=["enough said", "too little said", "nothing lacks", "not ended", "not all understood"],
)
def test_evidence_is_missed_only_in_a_whole_answer(
    facts: tuple[Fact, ...], lacking: tuple[int, ...], *, holds: bool
) -> None:
    found = finding(NoEvidence(least_words=20), known(*facts), lacking)
    assert (found is not None) is holds
    if found is not None:
        assert found.competency == lacking[0]
