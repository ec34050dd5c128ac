"""The two languages of everything a person reads or hears."""

from __future__ import annotations

from enum import StrEnum
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class Language(StrEnum):
    """English or Simplified Chinese; chosen by the person, never guessed."""

    EN = "en"
    ZH = "zh"


class LocalText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages; neither may be empty."""

    en: str
    zh: str

    def __post_init__(self) -> None:
        """Refuse a text that one of the languages lacks."""
        if not self.en.strip() or not self.zh.strip():
            message = "a text is wanted in both en and zh"
            raise ValueError(message)

    def of(self, language: Language) -> str:
        """Give the text in `language`."""
        return self.zh if language is Language.ZH else self.en


def catalogue(language: Language, *chinese_po: bytes) -> NullTranslations:
    """Read gettext catalogues (PO, the source text is English) as one for `language`.

    English needs none: its texts are the message ids.
    """
    if language is Language.EN:
        return NullTranslations()
    whole = Catalog(locale="zh")
    for one in chinese_po:
        for message in read_po(BytesIO(one), locale="zh"):
            whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)
