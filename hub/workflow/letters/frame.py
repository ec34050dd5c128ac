"""What stands around a letter's sentences, and the letter as plain text and as simple HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from hub.storage.tables.letter import LetterKind
from hub.workflow.letters.content import Part
from wire.language import Language, LocalText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hub.workflow.letters.content import Link
    from hub.workflow.letters.releasing import Written

HEADINGS: Mapping[Part, LocalText] = {
    Part.APPOINTMENT: LocalText(en="When and where", zh="时间和地点"),
    Part.CHECK_IN: LocalText(en="Checking in", zh="签到"),
    Part.GOOD_TO_KNOW: LocalText(en="Good to know", zh="须知"),
    Part.OUTCOME: LocalText(en="Our decision", zh="我们的决定"),
    Part.STRENGTH: LocalText(en="What you showed", zh="您的亮点"),
    Part.IMPROVE: LocalText(en="What to work on", zh="可以改进之处"),
    Part.CANNOT_TELL: LocalText(en="What we cannot judge", zh="我们无法判断的部分"),
    Part.ADVICE: LocalText(en="How to go about it", zh="给您的建议"),
    Part.NEXT_STEP: LocalText(en="What comes next", zh="下一步"),
}
SUBJECTS: Mapping[str, LocalText] = {
    LetterKind.INVITATION.value: LocalText(
        en="Your interview for {job}: invitation", zh="面试邀请：{job}"
    ),
    LetterKind.SUMMARY.value: LocalText(
        en="Your interview for {job}: a summary", zh="您应聘{job}的面试小结"
    ),
    LetterKind.ANSWER.value: LocalText(
        en="Your application for {job}: our answer", zh="关于您应聘{job}的答复"
    ),
    LetterKind.FEEDBACK.value: LocalText(
        en="Your application for {job}: our answer and feedback", zh="关于您应聘{job}的答复与反馈"
    ),
}
PICTURE = "check-in"
"""Under which the HTML form names the picture that comes in the same mail."""
_GREETING = LocalText(en="Dear {name},", zh="{name}，您好：")
_THANKS = LocalText(
    en="Thank you for taking the time for the interview for {job}.",
    zh="感谢您抽出时间参加{job}的面试。",
)
_WELCOME = LocalText(
    en="We would like to get to know you, and invite you to an interview for {job}.",
    zh="我们希望进一步了解您，诚邀您参加{job}的面试。",
)
_INVITED = LocalText(
    en="A person in HR sent this invitation. People decide about your application, never software.",
    zh="本邀请由人力资源部工作人员发出。您的申请由人来决定，不由软件作出决定。",
)
_PICTURE = LocalText(en="QR code of your check-in code", zh="签到码的二维码")
_NOTHING = LocalText(
    en="There is nothing yet that we could say with evidence from the interview.",
    zh="目前还没有可以依据面试内容说明的情况。",
)
_BY_PERSON = LocalText(
    en="This letter was drawn up by software from your recorded answers and the interviewers' "
    "notes; a person in HR read and released it. People decide, never software.",
    zh="本信由软件根据您的面试录音录像和面试官的记录整理，经人力资源部工作人员审阅后发出。决定始终由人作出，不由软件作出。",
)
_BY_POLICY = LocalText(
    en="This letter was drawn up and sent by software, from your recorded answers and the "
    "interviewers' notes. People decide, never software; answer this mail to reach a person.",
    zh="本信由软件根据您的面试录音录像和面试官的记录整理并自动发出。决定始终由人作出，不由软件作出；如需联系工作人员，请直接回复本邮件。",
)
_OWN_PAGE = LocalText(
    en="What we keep of you, who looked at your recording, and how to appeal, without an account:",
    zh="查看我们保存了您的哪些信息、谁看过您的录像，以及如何申诉（无需注册账号）：",
)


@dataclass(frozen=True, slots=True)
class Framed:
    """A letter, ready to be written out."""

    kind: str
    language: Language
    name: str
    job: str
    sentences: Sequence[Written]
    is_by_person: bool
    own_page: str = ""
    """The address of the candidate's own page; empty: it has none."""
    code: str = ""
    """The check-in code, which the HTML form shows as a picture (`PICTURE`), too; empty: none."""

    def subject(self) -> str:
        """Give the subject, on one line."""
        job = " ".join(self.job.split())
        return SUBJECTS[self.kind].of(self.language).format(job=job)

    def sections(self) -> Iterator[tuple[str, list[tuple[str, tuple[Link, ...]]]]]:
        """Give heading by heading the sentences that are not left out."""
        for part, heading in HEADINGS.items():
            mine = [
                (one.text, one.sentence.links)
                for one in self.sentences
                if one.sentence.part is part and one.text
            ]
            if mine:
                yield heading.of(self.language), mine

    def opening(self) -> str:
        """Give the words before the sentences."""
        if self._invites:
            return _WELCOME.of(self.language).format(job=self.job)
        thanks = _THANKS.of(self.language).format(job=self.job)
        if any(one.text for one in self.sentences):
            return thanks
        gap = " " if self.language is Language.EN else ""
        return thanks + gap + _NOTHING.of(self.language)

    def closing(self) -> str:
        """Give the words after them: who wrote this."""
        if self._invites:
            return _INVITED.of(self.language)
        return (_BY_PERSON if self.is_by_person else _BY_POLICY).of(self.language)

    @property
    def _invites(self) -> bool:
        return self.kind == LetterKind.INVITATION.value

    def greeting(self) -> str:
        """Address the candidate."""
        return _GREETING.of(self.language).format(name=" ".join(self.name.split()))

    def text(self) -> str:
        """Write the letter as plain text."""
        lines = [self.greeting(), "", self.opening(), ""]
        for heading, sentences in self.sections():
            lines += [heading]
            for text, links in sentences:
                lines += [f"- {text}", *(f"  {one.title}: {one.url}" for one in links)]
            lines += [""]
        if self.own_page:
            lines += [_OWN_PAGE.of(self.language), self.own_page, ""]
        return "\n".join([*lines, self.closing(), ""])

    def html(self) -> str:
        """Write it as HTML without script, style sheet or anything fetched."""
        body = [f"<p>{escape(self.greeting())}</p>", f"<p>{escape(self.opening())}</p>"]
        for heading, sentences in self.sections():
            body += [f"<h2>{escape(heading)}</h2>", "<ul>"]
            body += [f"<li>{escape(text)}{_html_links(links)}</li>" for text, links in sentences]
            body += ["</ul>"]
        if self.code:
            told = escape(_PICTURE.of(self.language))
            body += [f'<p><img src="cid:{PICTURE}" alt="{told}" width="246" height="246"></p>']
        if self.own_page:
            page = escape(self.own_page)
            body += [f'<p>{escape(_OWN_PAGE.of(self.language))}<br><a href="{page}">{page}</a></p>']
        body += [f"<p><small>{escape(self.closing())}</small></p>"]
        tongue = "zh-CN" if self.language is Language.ZH else "en"
        head = f'<meta charset="utf-8"><title>{escape(self.subject())}</title>'
        inner = "\n".join(body)
        opened = f'<!doctype html>\n<html lang="{tongue}"><head>{head}</head>'
        return f"{opened}<body>\n{inner}\n</body></html>\n"


def _html_links(links: Sequence[Link]) -> str:
    return "".join(f'<br><a href="{escape(one.url)}">{escape(one.title)}</a>' for one in links)
