"""A letter as a mail: one address, one subject, two forms, nothing fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.storage.tables.letter import LetterKind
from hub.workflow.letters.content import Decided, Part, Sentence
from hub.workflow.letters.errors import MailHeaderError
from hub.workflow.letters.frame import Framed
from hub.workflow.letters.mime import mail
from hub.workflow.letters.releasing import Written
from wire.language import Language

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDER, TO, NUMBER = "hr@example.com", "candidate@example.org", "<1@example.com>"
SENTENCE = Sentence(part=Part.OUTCOME, text="<b>Yes</b> & no", proofs=(Decided(decision_id=1),))
FRAMED = Framed(
    kind=LetterKind.SUMMARY.value,
    language=Language.ZH,
    name="陈嘉怡 <script>",
    job="银行客户经理",
    sentences=[Written(0, SENTENCE, SENTENCE.text, None)],
    is_by_person=True,
    own_page="https://hr.example/my/abc",
)


def test_a_letter_has_a_plain_and_a_simple_html_form() -> None:
    made = message_from_bytes(
        mail(FRAMED, SENDER, TO, NUMBER, AT).as_bytes(), policy=policy.default
    )
    plain, html = made.get_body(("plain",)), made.get_body(("html",))
    assert plain is not None
    assert html is not None
    text, page = plain.get_content(), html.get_content()
    assert "<b>Yes</b> & no" in text
    assert "&lt;b&gt;Yes&lt;/b&gt; &amp; no" in page
    assert "<script" not in page
    assert made["Message-ID"] == NUMBER
    assert made["Subject"] == "您应聘银行客户经理的面试小结"
    assert "https://hr.example/my/abc" in text


def test_a_letter_fetches_nothing_and_tracks_nothing() -> None:
    page = FRAMED.html()
    assert not [one for one in ("<img", "src=", "<link", "<style", "url(") if one in page]


@pytest.mark.parametrize(
    "to",
    [
        "a@b.org\r\nBcc: c@d.org",
        "a@b.org\nX: y",
        "a@b.org, c@d.org",
        "a@b.org;c@d.org",
        "A <a@b.org>",
        "陈@例子.中国",
        "nobody",
        "",
    ],
)
def test_an_address_that_is_more_than_one_is_refused(to: str) -> None:
    with pytest.raises(MailHeaderError):
        mail(FRAMED, SENDER, to, NUMBER, AT)


@settings(max_examples=50)
@given(job=st.text(max_size=60), name=st.text(max_size=60))
def test_no_title_and_no_name_adds_a_line_to_the_head(job: str, name: str) -> None:
    hostile = replace(FRAMED, job=f"x\r\nBcc: c@d.org\n{job}", name=f"{name}\r\nTo: e@f.org")
    made = mail(hostile, SENDER, TO, NUMBER, AT)
    again = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert again["Bcc"] is None
    assert again.get_all("To") == [TO]


def test_a_sentence_that_is_left_out_is_in_neither_form() -> None:
    without = replace(FRAMED, sentences=[Written(0, SENTENCE, "", None)])
    assert "Yes" not in without.text() + without.html()
