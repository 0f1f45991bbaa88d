"""The templates, once for each language: texts, dates and addresses come out in the reader's language."""

import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.pages import addresses, charts, explained, places, said
from api.pages.codes import CODES, UNITS
from api.pages.labels import LABELS, stage
from api.pages.languages import CHINESE, LANGUAGES, Language, translations
from registry.concepts import max_level

TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def environment(language: Language) -> Environment:
    """Every template with its filters, in one language; a name that is not given is an error, never a blank."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(language)
    made.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
    for name in (
        "plain",
        "marked",
        "highlighted",
        "paragraphs",
        "day",
        "day_in_words",
        "dated",
        "moment",
        "number",
        "counted",
        "percent",
        "listed",
    ):
        made.filters[name] = partial(_swapped, getattr(said, name), language)
    for name in ("concept", "foreign", "language_name", "country_name", "source"):
        made.filters[name] = partial(_swapped, getattr(said, name), language)
    for name in ("band", "band_explained", "signal", "sentences", "health_sentence", "alert"):
        made.filters[name] = partial(_swapped, getattr(explained, name), language)
    made.filters["county"] = partial(_swapped, places.county, language)
    made.filters |= {
        "row": said.row,
        "site_of": said.site_of,
        "web_address": said.web_address,
        "max_level": max_level,
        "stage": stage,
    }
    made.filters["label"] = partial(_label, language)
    made.filters["unit"] = partial(_unit, language)
    made.globals |= {
        "language": language,
        "languages": tuple(LANGUAGES.values()),
        "href": partial(addresses.page, language),
        "link": partial(_link, language),
        "outside": said.outside,
        "quoted": partial(said.quoted, language=language),
        "gap": "" if language is CHINESE else " ",  # between two sentences, and after a colon
        "colon": "：" if language is CHINESE else ":",
        "chart": charts,
        "without": addresses.without,
        "turned": addresses.turned,
    }
    return made


def text_of(language: Language, message: str) -> str:
    """The translation of one message."""
    return str(translations(language).gettext(message))


def _swapped(say: Callable[..., str], language: Language, value: Any) -> str:
    """A filter gets its value first; the language is known from here."""
    return say(value, language)


def _link(language: Language, path: str, words: str) -> Markup:
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(addresses.page(language, path), words)


def _unit(language: Language, words: str) -> str:
    """A unit of a measure; the usual ones in the reader's language, others as they were written, with theirs."""
    message = UNITS.get(words.strip().upper())
    return text_of(language, message) if message else said.foreign(words, language)


def _label(language: Language, code: str, kind: str) -> str:
    """What a code is called; one without a label is a fault that a test finds, and is shown in words meanwhile."""
    message = {**LABELS, **CODES}[kind].get(code.replace("/", "_").upper())
    return text_of(language, message) if message else re.sub("[._/]", " ", code).capitalize()
