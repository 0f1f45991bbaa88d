"""Scalars of the contract: what each looks like on the wire, and where its format is defined."""

import re
from datetime import date, datetime
from typing import Any, NewType
from urllib.parse import urlsplit

import strawberry
from strawberry.types.scalar import ScalarDefinition

from registry.moments import read_day, read_moment

LocalizedText = NewType("LocalizedText", dict[str, str])
LanguageTag = NewType("LanguageTag", str)
SPDXExpression = NewType("SPDXExpression", str)
URL = NewType("URL", str)
Cursor = NewType("Cursor", str)

MAX_URL_LENGTH = 2000  # what browsers and proxies are known to pass on
MAX_TEXT_LENGTH = 20_000  # characters; twice publiccode.yml's longest text
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _localized_text(value: Any) -> LocalizedText:
    if not isinstance(value, dict) or not value:
        raise ValueError('write an object of texts by language, such as {"en": "Hello", "zh-Hant": "您好"}')
    for tag, text in value.items():
        _language_tag(tag)
        _text(text)
        if len(text) > MAX_TEXT_LENGTH:
            raise ValueError(f"the text of {tag} has {len(text)} characters; at most {MAX_TEXT_LENGTH} fit")
        if "\0" in text:
            raise ValueError(f"the text of {tag} has a NUL character")
    return LocalizedText({tag: text.strip() for tag, text in value.items()})


def _language_tag(value: Any) -> LanguageTag:
    if not isinstance(value, str) or LANGUAGE_TAG.fullmatch(value) is None:
        raise ValueError(f"{value!r} is not a BCP 47 language tag such as en or zh-Hant")
    return LanguageTag(value)


def _url(value: Any) -> URL:
    if not isinstance(value, str) or len(value) > MAX_URL_LENGTH:
        raise ValueError(f"write an address of at most {MAX_URL_LENGTH} characters")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{value!r} is not an address that starts with https:// or http://")
    return URL(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("write a text")  # noqa: TRY004 - graphql-core reports ValueError as the caller's mistake
    return value


def _instant(value: Any) -> datetime:
    return read_moment(_text(value))


def _day(value: Any) -> date:
    return read_day(_text(value))


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant as RFC 3339 writes it, with its offset from UTC, such as 2026-01-31T09:00:00+00:00.",
        specified_by_url="https://www.rfc-editor.org/info/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_instant,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day as RFC 3339 writes it, such as 2026-01-31.",
        specified_by_url="https://www.rfc-editor.org/info/rfc3339",
        serialize=date.isoformat,
        parse_value=_day,
    ),
    LocalizedText: strawberry.scalar(
        name="LocalizedText",
        description='Text by language: an object from BCP 47 tag to text, such as {"en": "Hello", "zh-Hant": "您好"}.',
        specified_by_url="https://www.rfc-editor.org/info/bcp47",
        parse_value=_localized_text,
    ),
    LanguageTag: strawberry.scalar(
        name="LanguageTag",
        description="A BCP 47 language tag, such as en or zh-Hant.",
        specified_by_url="https://www.rfc-editor.org/info/bcp47",
        parse_value=_language_tag,
    ),
    SPDXExpression: strawberry.scalar(
        name="SPDXExpression",
        description="An SPDX licence expression, such as MIT or GPL-3.0-or-later.",
        specified_by_url="https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/",
        parse_value=_text,
    ),
    URL: strawberry.scalar(
        name="URL",
        description="An absolute http or https address.",
        specified_by_url="https://url.spec.whatwg.org/",
        parse_value=_url,
    ),
    Cursor: strawberry.scalar(
        name="Cursor",
        description="A place in a list. Opaque: pass it back as it came.",
        parse_value=_text,
    ),
}
