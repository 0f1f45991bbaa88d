"""The two languages that pages are written in, and how a reader's wish is heard."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALE_FOLDER = Path(__file__).resolve().parent / "locale"
DOMAIN = "messages"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages.

    Attributes:
        tag: BCP 47, as in addresses and `lang` attributes.
        name: what its speakers call it.
        locale: how dates and numbers are written.
    """

    tag: str
    name: str
    locale: Locale

    @property
    def catalogue_path(self) -> Path:
        """Where its translations are kept; the source language has none."""
        folder = self.tag.replace("-", "_")
        return LOCALE_FOLDER / folder / "LC_MESSAGES" / f"{DOMAIN}.po"


ENGLISH = Language("en", "English", Locale("en", "GB"))
CHINESE = Language("zh-Hant", "正體中文", Locale("zh", "TW", script="Hant"))
LANGUAGES: Mapping[str, Language] = {language.tag: language for language in (ENGLISH, CHINESE)}


def preferred(accept_language: str) -> Language:
    """The language that an Accept-Language header asks for most; English when it asks for none of ours."""
    wishes: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")[:20]):  # a browser sends a handful
        tag, _, quality = part.partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        wishes.append((-weight, position, tag.strip().casefold()))
    for weight, _, tag in sorted(wishes):
        if weight < 0 and tag.split("-")[0] == "zh":
            return CHINESE
        if weight < 0 and tag.split("-")[0] == "en":
            return ENGLISH
    return ENGLISH


def of_path(path: str) -> Language | None:
    """The language an address is in; None for addresses without one."""
    return LANGUAGES.get(path.split("/")[1]) if path.startswith("/") else None


def read_catalogue(language: Language) -> Catalog:
    """The translations as they are written in the repository.

    Raises:
        OSError: the language has no catalogue.
    """
    with language.catalogue_path.open("rb") as file:
        return read_po(file, locale=language.locale, domain=DOMAIN, abort_invalid=True)


@cache
def translations(language: Language) -> NullTranslations:
    """What `gettext` asks; read once from the .po file, so that nothing has to be compiled."""
    if language is ENGLISH:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(compiled, DOMAIN)
