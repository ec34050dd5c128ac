"""What the live page says of rules, figures and suggestions; English here, Chinese beside it."""

from __future__ import annotations

from hub.web.words import marked
from hub.workflow.suggestions import Because

RULES = {
    "own_contribution": marked(
        "Little was said about results of one's own. Ask what the candidate did personally."
    ),
    "off_topic": marked("The answer moves away from the question. Lead back to it."),
    "brows_and_gaze": marked(
        "Brows were lowered often and the gaze was away for long. Go to a basic question."
    ),
    "long_silence": marked(
        "Nobody has spoken for a while. Rephrase the question, or offer a simpler way in."
    ),
    "not_understood": marked(
        "The candidate did not understand. Rephrase the question, or offer a simpler way in."
    ),
    "help_asked": marked("The candidate asked for help."),
    "no_evidence": marked("Nothing was heard of one of the question's competencies yet."),
}
OTHER_RULE = marked("A rule of this job's plan holds.")
FIGURES = {
    "share": marked("Share of results"),
    "hits": marked("Keywords heard"),
    "n": marked("Keywords heard"),
    "said": marked("Words said"),
    "silence_s": marked("Silence, seconds"),
    "topic_similarity": marked("Closeness to the topic, SD"),
    "brow_lowerings": marked("Brow lowerings"),
    "gaze_away_s": marked("Gaze away, seconds"),
}
"""A figure without a name here is not shown."""
SUGGESTIONS = {
    Because.NOT_SCORED: marked("Could not be scored on {date}: {why}"),
    Because.NOT_JUDGED: marked("Whoever rated the interview of {date} could not judge it."),
    Because.RATED_APART: marked("Ratings of {date} lie {apart} points apart."),
    Because.SKILL: marked("In the résumé."),
    Because.UNSPOKEN: marked("In the résumé; nothing of it was heard in an earlier interview."),
    Because.PROJECT: marked("Project in the résumé."),
}
