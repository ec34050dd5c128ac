"""Content of an answer that nobody could judge."""

from wire.messages.answer_features import Coherent, Content, Topicality

UNTOLD = Content(
    topic=Topicality.CANNOT_TELL,
    topic_similarity=None,
    coherence=Coherent.CANNOT_TELL,
    sentence_similarity=None,
)
