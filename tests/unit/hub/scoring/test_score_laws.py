import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from hub.scoring.score import CONFIDENCE, HIGHEST, LOWEST, score
from tests.fakes.heard import JOB, answer_features, heard, utterance
from wire.messages.answer_features import SoundVerdict
from wire.messages.utterance_features import UtteranceFeatures

Utterances = tuple[UtteranceFeatures, ...]

_hits = st.lists(st.integers(0, 60), max_size=6)
_said = st.lists(st.tuples(st.integers(0, 2), _hits), max_size=8).map(
    lambda said: tuple(
        utterance(answer, seq, *hits, at=seq * 2.0) for seq, (answer, hits) in enumerate(said, 1)
    ),
)
_verdicts = st.tuples(st.sampled_from(SoundVerdict), st.sampled_from(SoundVerdict)).map(
    lambda pair: (answer_features(0, pair[0]), answer_features(1, pair[1])),
)


@settings(max_examples=40, deadline=None)
@given(said=_said, features=_verdicts, data=st.data())
def test_order_and_redelivery_change_nothing(
    said: Utterances,
    features: tuple[object, ...],
    data: st.DataObject,
) -> None:
    again = data.draw(st.permutations([*said, *data.draw(st.permutations(said))]))
    straight = heard(said, features)  # type: ignore[arg-type] # Hypothesis widens the tuple
    mixed = heard(tuple(again), features[::-1] + features)  # type: ignore[arg-type] # as above
    assert score(JOB, straight) == score(JOB, mixed)


@settings(max_examples=40, deadline=None)
@given(said=_said)
def test_every_score_is_bounded_and_lies_in_its_interval(said: Utterances) -> None:
    result = score(JOB, heard(said))
    pairs = [(one.score, one.interval) for one in result.competencies]
    for value, interval in ((result.total, result.interval), *pairs):
        assert (value is None) == (interval is None)
        if value is not None and interval is not None:
            assert LOWEST <= interval[0] <= value <= interval[1] <= HIGHEST


@settings(max_examples=40, deadline=None)
@given(said=_said, more=_hits, answer=st.integers(0, 1))
def test_more_evidence_never_lowers_a_competency(
    said: Utterances,
    more: list[int],
    answer: int,
) -> None:
    before = score(JOB, heard(said))
    after = score(JOB, heard((*said, utterance(answer, 99, *more, at=50.0))))
    for old, new in zip(before.competencies, after.competencies, strict=True):
        assert old.score is None or (new.score is not None and new.score >= old.score)


@settings(max_examples=40, deadline=None)
@given(said=_said)
def test_there_is_a_score_exactly_where_there_is_evidence(said: Utterances) -> None:
    for one in score(JOB, heard(said)).competencies:
        assert (one.score is not None) == bool(one.evidence)
        for place in one.evidence:
            assert place.start_s < place.end_s


_POOR = [one for one in SoundVerdict if one not in (SoundVerdict.GOOD, SoundVerdict.NO_SPEECH)]


@settings(max_examples=50, deadline=None)
@given(said=_said, answer=st.integers(0, 1), poor=st.sampled_from(_POOR), data=st.data())
def test_poor_sound_turns_a_score_into_none_and_never_into_a_lower_one(
    said: Utterances, answer: int, poor: SoundVerdict, data: st.DataObject
) -> None:
    clear = score(JOB, heard(said))
    kept = st.lists(st.booleans(), min_size=len(said), max_size=len(said))
    understood = [
        one
        for one, is_kept in zip(said, data.draw(kept), strict=True)
        if is_kept or one.answer != answer
    ]
    verdicts = [poor if number == answer else SoundVerdict.GOOD for number in range(2)]
    features = tuple(answer_features(number, verdict) for number, verdict in enumerate(verdicts))
    spoiled = score(JOB, heard(tuple(understood), (features[0], features[1])))
    for before, after in zip(clear.competencies, spoiled.competencies, strict=True):
        assert after.score is None or after.score == before.score


@settings(max_examples=40, deadline=None)
@given(said=_said)
def test_every_interval_is_the_one_that_scipy_computes(said: Utterances) -> None:
    for one in score(JOB, heard(said)).competencies:
        if one.interval is None:
            continue
        peer = binomtest(one.why.groups_heard, one.why.groups)
        bounds = peer.proportion_ci(CONFIDENCE, method="wilson")
        expected = (1 + 4 * float(bounds.low), 1 + 4 * float(bounds.high))
        assert one.interval == pytest.approx(expected)
