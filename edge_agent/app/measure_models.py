"""Which models a measure rests on: what no allowed measure needs is not loaded."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from edge_agent.inference.model_table import models_for
from wire.language import Language
from wire.policy import Measure, allows

if TYPE_CHECKING:
    from edge_agent.settings import SpeechSettings
    from wire.policy import Profile


def needed_by(measure: Measure, speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a measure needs, whatever the profile; none where it is switched off."""
    recognisers = (speech.of(language) for language in Language)
    return models_for(measure, recognisers, speech.content)


def models_under(profile: Profile, speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a kiosk may load under a profile."""
    allowed = (measure for measure in Measure if allows(profile, measure))
    return tuple(dict.fromkeys(chain.from_iterable(needed_by(one, speech) for one in allowed)))


def every_model(speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a kiosk could load under some profile."""
    return tuple(dict.fromkeys(chain.from_iterable(needed_by(one, speech) for one in Measure)))
