from __future__ import annotations

import pytest

from edge_agent.app.measure_models import every_model, models_of, models_under
from edge_agent.app.used_models import BEHAVIOUR as BEHAVIOUR_MODELS
from edge_agent.inference.models import model_hashes
from edge_agent.inference.vision import vision_models
from edge_agent.settings import SpeechSettings
from wire.policy import Measure, Profile, allows_behaviour

SPEECH = SpeechSettings()


@pytest.mark.parametrize("profile", list(Profile))
def test_a_forbidden_measures_models_are_not_among_those_a_kiosk_may_load(profile: Profile) -> None:
    may = set(models_under(profile, SPEECH))
    assert (set(BEHAVIOUR_MODELS) <= may) is allows_behaviour(profile)
    assert may.isdisjoint(BEHAVIOUR_MODELS) is not allows_behaviour(profile)
    assert set(vision_models(behaviour=allows_behaviour(profile))) <= may


def test_every_model_is_one_of_the_manifest() -> None:
    names = every_model(SPEECH)
    assert len(model_hashes(None, names)) == len(names) == len(set(names))


def test_a_measure_that_is_switched_off_needs_no_model() -> None:
    off = SpeechSettings(content="off")
    assert models_of(Measure.CONTENT, off) == ()
    assert set(models_under(Profile.CN, SPEECH)) > set(models_under(Profile.CN, off))
