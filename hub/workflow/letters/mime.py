"""A letter as a mail (RFC 5322): the same number at every attempt, two forms, nothing tracked."""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from typing import TYPE_CHECKING

import segno

from hub.workflow.letters.errors import MailHeaderError
from hub.workflow.letters.frame import PICTURE
from wire.language import Language

if TYPE_CHECKING:
    from datetime import datetime

    from hub.workflow.letters.frame import Framed

_POLICY = policy.SMTP.clone(raise_on_defect=True)


def mail(framed: Framed, sender: str, to: str, message_id: str, at: datetime) -> EmailMessage:
    """Make the mail; raises MailHeaderError for an address or subject that is more than one."""
    made = EmailMessage(policy=_POLICY)
    try:
        made["From"] = _address(sender)
        made["To"] = _address(to)
        made["Subject"] = framed.subject()
        made["Message-ID"] = message_id
    except (ValueError, MessageError, IndexError) as error:
        raise MailHeaderError("An address or the subject cannot be a line of a mail.") from error
    made["Date"] = format_datetime(at)
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = "zh-CN" if framed.language is Language.ZH else "en"
    made.set_content(framed.text(), cte="base64")
    made.add_alternative(framed.html(), subtype="html", cte="base64")
    html = made.get_body(("html",))
    if framed.code and html is not None:
        html.add_related(qr_png(framed.code), "image", "png", cid=f"<{PICTURE}>")
    return made


def qr_png(code: str) -> bytes:
    """Draw a code as a camera reads it: four modules of margin."""
    drawn = BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=6, border=4)
    return drawn.getvalue()


def _address(text: str) -> Address:
    """Refuse what is not one ASCII address on one line (SMTPUTF8, RFC 6531, is not spoken)."""
    if not text.isascii() or not text.isprintable() or any(one in text for one in ' ,;<>()[]\\"'):
        message = "not one address"
        raise ValueError(message)
    return Address(addr_spec=text)
