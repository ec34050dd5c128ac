from __future__ import annotations

import pytest

from wire import policy
from wire.errors import PolicyError
from wire.policy import BEHAVIOUR, Measure, Profile, Purpose, Use


@pytest.mark.parametrize("profile", list(Profile))
def test_every_profile_says_the_use_of_every_measure(profile: Profile) -> None:
    assert set(policy.table(profile)) == set(Measure)


@pytest.mark.parametrize("profile", list(Profile))
def test_no_profile_lets_behaviour_count(profile: Profile) -> None:
    assert all(policy.table(profile)[measure] is not Use.SCORE for measure in BEHAVIOUR)


@pytest.mark.parametrize(("profile", "allowed"), [("cn", True), ("eu", False), ("us", False)])
def test_face_analysis_is_asked_for_exactly_where_behaviour_may_be_measured(
    profile: str,
    *,
    allowed: bool,
) -> None:
    assert policy.allows_behaviour(Profile(profile)) is allowed
    assert (Purpose.FACE_ANALYSIS in policy.purposes(Profile(profile))) is allowed


def test_recording_is_always_asked_for_first() -> None:
    assert {policy.purposes(profile)[0] for profile in Profile} == {Purpose.RECORDING}


def test_each_profile_has_a_hash_of_its_own() -> None:
    assert len({policy.policy_hash(profile) for profile in Profile}) == len(Profile)


@pytest.mark.parametrize("name", ["", "CN", "de", "cn "])
def test_an_unknown_profile_is_refused(name: str) -> None:
    with pytest.raises(PolicyError, match="W-POLICY-001"):
        policy.parse(name)


def test_a_table_cannot_be_changed_by_who_reads_it() -> None:
    with pytest.raises(TypeError):
        policy.table(Profile.EU)[Measure.BLINKS] = Use.SCORE  # type: ignore[index]
