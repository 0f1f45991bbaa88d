"""How stored values are said to a reader: texts in their language, dates, numbers, addresses."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from api.pages.languages import Language
from matching.fit.names import spoken
from registry.concepts import CONCEPTS, label
from registry.texts import best
from schema.ids import read_global_id

ZONE = ZoneInfo("Asia/Taipei")  # where the first programmes run; times of day always name it
SENTENCE = re.compile(r".+?(?:[.!?](?=\s)\s*|[。！？]\s*|$)", re.DOTALL)
WORDS_OF_A_SENTENCE = 6  # names of people, bureaus and software are shorter; what somebody types is longer

LocalizedText = Mapping[str, str]


def chosen(text: LocalizedText | None, language: Language) -> tuple[str, str] | None:
    """The best text for a reader and the tag it is in; None when there is no text at all; see `registry.texts.best`."""
    return best(text, language.tag)


def plain(text: LocalizedText | None, language: Language, otherwise: str = "") -> str:
    """The words alone, for places that carry no `lang` attribute, such as a title."""
    found = chosen(text, language)
    return found[0] if found else otherwise


def marked(text: LocalizedText | None, language: Language) -> Markup:
    """The words with a `lang` attribute when they are not in the page's language."""
    found = chosen(text, language)
    if found is None:
        return Markup()
    words, tag = found
    return escape(words) if _same(tag, language) else Markup('<span lang="{}">{}</span>').format(tag, words)


def highlighted(text: Mapping[str, Any] | None, language: Language) -> Markup:
    """A text with the words of a search marked, and with a `lang` attribute when it is not in the page's language."""
    if text is None:
        return Markup()
    words, at, parts = text["text"], 0, []
    for mark in text["marks"]:
        parts += [
            escape(words[at : mark["start"]]),
            Markup("<mark>{}</mark>").format(words[mark["start"] : mark["end"]]),
        ]
        at = mark["end"]
    shown = Markup().join([*parts, escape(words[at:])])
    tag = text["language"]
    return (
        shown
        if tag is None or _same(tag, language)
        else Markup('<span lang="{}">{}</span>').format(tag, shown)
    )


def foreign(words: str, language: Language) -> Markup:
    """Words that were stored without a language: each sentence is marked where it is plainly of the other one.

    In a Chinese page a sentence without a Chinese character is taken for English; a name of some words is none.
    """
    parts = groupby(SENTENCE.findall(words), lambda sentence: _other_than(language, sentence))
    return Markup().join(
        Markup('<span lang="{}">{}</span>').format(tag, "".join(sentences)) if tag else "".join(sentences)
        for tag, sentences in parts
    )


def _other_than(language: Language, sentence: str) -> str | None:
    has_chinese = re.search(r"[\u3400-\u9fff]", sentence)
    if language.tag != "zh-Hant":
        return "zh-Hant" if has_chinese else None
    return "en" if not has_chinese and len(sentence.split()) >= WORDS_OF_A_SENTENCE else None


def paragraphs(text: LocalizedText | None, language: Language) -> Markup:
    """Long text as paragraphs, each marked with its language when it is not the page's."""
    found = chosen(text, language)
    if found is None:
        return Markup()
    words, tag = found
    attribute = Markup() if _same(tag, language) else Markup(' lang="{}"').format(tag)
    parts = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n")]
    return Markup("\n").join(
        Markup('<p class="govuk-body"{}>{}</p>').format(attribute, part) for part in parts if part
    )


def _same(tag: str, language: Language) -> bool:
    return tag.casefold().split("-")[0] == language.tag.split("-")[0]


def as_date(value: str | date | datetime) -> date:
    """The day something is on, in the reader's zone.

    Raises:
        ValueError: it is not an ISO 8601 date or time.
    """
    if isinstance(value, str):
        value = (
            date.fromisoformat(value) if len(value) == len("2026-01-01") else datetime.fromisoformat(value)
        )
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(ZONE).date()
    return value


def day(value: str | date | datetime, language: Language) -> Markup:
    """A date in words, readable by machines too."""
    on = as_date(value)
    words = format_date(on, format="long", locale=language.locale)
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), words)


def day_in_words(value: str | date | datetime, language: Language) -> str:
    """A date in words, for places that carry no markup."""
    return format_date(as_date(value), format="long", locale=language.locale)


def dated(words: str, language: Language) -> str:
    """A sentence of another room with its days, which stand there as ISO 8601, in words."""

    def in_words(found: re.Match[str]) -> str:
        try:
            return day_in_words(found[0], language)
        except ValueError:
            return found[0]

    return re.sub(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])", in_words, words)


def moment(value: str | datetime, language: Language) -> Markup:
    """A date and time of day in words, with its zone."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(ZONE)
    form = "d MMMM y, HH:mm" if language.tag == "en" else "y年M月d日 HH:mm"
    words = format_datetime(at, format=form, locale=language.locale)
    zone = " (Taipei time)" if language.tag == "en" else "（臺北時間）"
    return Markup('<time datetime="{}">{}{}</time>').format(at.isoformat(), words, zone)


def number(value: float, language: Language) -> str:
    """A number as it is written in the reader's language, with at most one decimal."""
    return format_decimal(round(value, 1), locale=language.locale)


def counted(found: Mapping[str, Any], language: Language) -> str:
    """How many rows a connection has, as a person says it: `10,000+` where there are more than are counted."""
    return number(found["totalCount"], language) + ("" if found["totalCountIsExact"] else "+")


def percent(value: float, language: Language) -> str:
    """A share of one as whole percent."""
    return format_percent(value, locale=language.locale)


def listed(words: Sequence[str], language: Language) -> str:
    """Several words as people write them in a row; names that hold a comma are kept apart by semicolons."""
    if language.tag == "zh-Hant":
        return "、".join(words)
    return ("; " if any("," in each for each in words) else ", ").join(words)


def concept(concept_id: str, language: Language) -> str:
    """What a concept is called; an unknown one is shown in words rather than as an identifier."""
    return label(concept_id, language.tag) if concept_id in CONCEPTS else concept_id.replace("-", " ")


def language_name(tag: str, language: Language) -> str:
    """What a language is called in the reader's language, in the same words as the reasons of fit."""
    known = spoken("languages", tag, language.tag)
    if known != tag:
        return known
    try:
        name = Locale.parse(tag, sep="-").get_display_name(language.locale)
    except (ValueError, UnknownLocaleError):
        return tag
    return name or tag


def country_name(code: str, language: Language) -> str:
    """What a country is called in the reader's language; ISO 3166-1 alpha-2."""
    name: str = language.locale.territories.get(code.upper(), code)
    return name.replace("台灣", "臺灣")  # as its laws and offices write it; the locale's data do not


def site_of(address: str) -> str:
    """The part of an address that tells a reader where it leads: host and path, without scheme."""
    parts = urlsplit(address)
    return (parts.netloc.removeprefix("www.") + parts.path).rstrip("/") or address


def web_address(address: str | None) -> str | None:
    """The address when a link may carry it, None when it is not a web address: `javascript:` never becomes a link."""
    return address if address and urlsplit(address).scheme in {"http", "https"} else None


def outside(address: str | None) -> Markup:
    """A link to another site, named by where it leads; the words alone when a link may not carry it."""
    if not address:
        return Markup()
    if web_address(address) is None:
        return escape(address)
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(address, site_of(address))


def source(value: str, language: Language) -> Markup:
    """Where facts were read: a link, or a sentence, of which both languages may stand divided by a bar."""
    if web_address(value):
        return outside(value)
    parts = [part.strip() for part in value.split("|")]
    if len(parts) == len(("zh-Hant", "en")):
        return escape(parts[0] if language.tag == "zh-Hant" else parts[1])
    return escape(value)


def row(global_id: str) -> str:
    """The row that an id of the API stands for, as addresses of pages name it."""
    return str(read_global_id(global_id)[1])


def quoted(words: str, language: Language) -> str:
    """Words as somebody wrote them, in the quotation marks of the reader's language."""
    if words.startswith("「") and words.endswith("」"):
        return words  # they were written in quotation marks
    return f"「{words}」" if language.tag == "zh-Hant" else f"“{words}”"
