"""One spelling for words that are written in more than one way, so that either finds the other.

British and American endings by rule, both to the same letters (which need be nobody's spelling);
irregular verbs and plurals to their first form, and small numbers to their figures.
"""

from __future__ import annotations

import re

_RULES = tuple(
    (re.compile(pattern), rest)
    for pattern, rest in (
        (r"iz(?=e|ing|ation)", "is"),  # organize
        (r"(?<=al)yz(?=e|ing)", "ys"),  # analyze
        (r"(?<=[a-z]{2})our(?=$|s$|ed|ing|ite|able|al|er|ful|ly)", "or"),  # behaviour
        (r"(?<=[bt])re(?=s?$)", "er"),  # centre
        (r"(?<=[bt])red$", "ered"),  # centred
        (r"ogue(?=s?$)", "og"),  # dialogue
        (r"(?<=licen|offen)ce|(?<=defen)ce|(?<=practi)ce", "se"),  # licence
        (r"(?<=[aeiouy][^aeiouy][aeiou])ll(?=$|s$|ed|ing|er|or|ment|ful)", "l"),  # cancelled
        (r"(?<=[aeiouy][^aeiouy]{2}[aeiou])ll(?=$|s$|ed|ing|er|or|ment|ful)", "l"),  # counselling
        (r"^(ski|wi)ll(?=ful)", r"\1l"),
        (r"^programme(?=s?$)", "program"),
        (r"(?<=judg)e(?=ment)", ""),
        (r"^enquir", "inquir"),
        (r"^grey", "gray"),
    )
)

_VERBS = """
    be was were been is are am; become became; begin began begun; break broke broken; bring brought;
    build built; buy bought; catch caught; choose chose chosen; come came; deal dealt; do did done;
    draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; fight fought; find found;
    forget forgot forgotten; get got gotten; give gave given; go went gone; grow grew grown;
    have had has; hear heard; hold held; keep kept; know knew known; lead led; learn learnt;
    leave left; lend lent; lose lost; make made; mean meant; meet met; pay paid; rise rose risen;
    run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken;
    show shown; speak spoke spoken; spend spent; stand stood; steal stole stolen; take took taken;
    teach taught; tell told; think thought; understand understood; win won; withdraw withdrew
    withdrawn; write wrote written; child children; crisis crises; diagnosis diagnoses;
    1 one; 2 two; 3 three; 4 four; 5 five; 6 six; 7 seven; 8 eight; 9 nine; 10 ten; 11 eleven;
    12 twelve; man men; person people; woman women
"""
_FIRST = {
    form: first for first, *forms in (line.split() for line in _VERBS.split(";")) for form in forms
}


def one_spelling(word: str) -> str:
    """Give a word's letters (lower case) as both its spellings have them."""
    for pattern, rest in _RULES:
        word = pattern.sub(rest, word)
    return _FIRST.get(word, word)
