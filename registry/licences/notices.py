"""Short statements that name a licence: SPDX tags, and the notices that licences recommend for source files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from registry.licences import expressions, names, spdx

_TAG = re.compile(r"SPDX-License-Identifier:[ \t]*(?P<expression>[^\r\n]*)")
# What closes a comment after a tag, in the languages that close comments.
_COMMENT_END = re.compile(r"[ \t]*(?:\*/|-->|#\}|%\}|\*\)|--\]\]|\"\"\"|''').*$")
SEARCHED_WORDS: Final = 600  # of a text; notices stand at the beginning


def tagged(text: str) -> tuple[str, ...]:
    """The valid expressions of the SPDX tags in a text, canonical, each once, in their order."""
    found: dict[str, None] = {}
    for tag in _TAG.finditer(text):
        written = _COMMENT_END.sub("", tag["expression"]).strip()
        try:
            found[expressions.render(expressions.parse(written))] = None
        except expressions.ExpressionError:
            continue
    return tuple(found)


def noticed(joined: str) -> tuple[str, ...]:
    """The licences that notices in a text name, given its normalised words between single spaces.

    Ids without suffix where a GNU notice does not say whether later versions are allowed.
    """
    found: dict[str, None] = {}
    for pattern, expression_of in _NOTICES:
        for place in pattern.finditer(joined):
            expression = expression_of(place)
            if expression is not None:
                found[expression] = None
    return tuple(found)


_VERSION = r"(?:version |v ?)?(?P<major>\d)(?: (?P<minor>\d))?"
# GPL-2.0, GPL-3.0 and their relatives recommend these words under "How to Apply These Terms"; the version may
# stand before or after the name.
_GNU = re.compile(
    r" under (?:the )?(?:terms (?:and conditions )?of )?(?:the )?(?:version (?P<before>\d)(?: (?P<before_minor>\d))? "
    r"(?:of )?(?:the )?)?(?:gnu )?(?P<family>lesser |library |affero )?(?:gnu )?general public license "
    r"(?P<rest>(?:[a-z0-9]+ ){0,30})",
)
_GNU_VERSION = re.compile(r"\b(?:version|v) ?(?P<major>\d)(?: (?P<minor>\d)\b)?")
_LATER = re.compile(r"\bany later version|\bor later\b|\bor any later|\bor newer\b")
_ONLY = re.compile(r"\bversion \d(?: \d)? (?:of the license )?only\b|^only\b")


def _gnu(place: re.Match[str]) -> str | None:
    family = {"lesser": "LGPL", "library": "LGPL", "affero": "AGPL"}.get(
        (place["family"] or "").strip(), "GPL"
    )
    major, minor = place["before"], place["before_minor"]
    if major is None:
        version = _GNU_VERSION.search(place["rest"])
        if version is None:
            return None
        major, minor = version["major"], version["minor"]
    identifier = f"{family}-{major}.{minor or 0}"
    if spdx.licence(f"{identifier}-only") is None:
        return None
    if _LATER.search(place["rest"]):
        return f"{identifier}-or-later"
    # A published notice that names one version and nothing later grants that version alone (GPL-3.0 s. 14,
    # GPL-2.0 s. 9), provided that the notice is whole: "as published by ..." belongs to it.
    if _ONLY.search(place["rest"]) or " published by " in place.group():
        return f"{identifier}-only"
    return identifier


def _versioned(prefix: str) -> Callable[[re.Match[str]], str | None]:
    def expression(place: re.Match[str]) -> str | None:
        identifier = f"{prefix}-{place['major']}.{place['minor'] or 0}"
        return identifier if spdx.licence(identifier) else None

    return expression


def _creative_commons(place: re.Match[str]) -> str | None:
    mentions = names.mentions(place["name"].replace(f" {place['minor']}", f".{place['minor']}"))
    return mentions[0].meaning.expression if mentions else None


def _always(expression: str) -> Callable[[re.Match[str]], str | None]:
    return lambda _: expression


_UNDER = r" (?:under|subject to) (?:the )?(?:terms (?:and conditions )?of )?(?:the )?"
_NOTICES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (_GNU, _gnu),
    (re.compile(_UNDER + r"apache license " + _VERSION + " "), _versioned("Apache")),
    (re.compile(_UNDER + r"mozilla public license " + _VERSION + " "), _versioned("MPL")),
    (re.compile(_UNDER + r"eclipse public license " + _VERSION + " "), _versioned("EPL")),
    (re.compile(_UNDER + r"(?:eupl|european union public license) " + _VERSION + " "), _versioned("EUPL")),
    (re.compile(_UNDER + r"boost software license version 1 0 "), _always("BSL-1.0")),
    (re.compile(_UNDER + r"mit license "), _always("MIT")),
    (re.compile(_UNDER + r"isc license "), _always("ISC")),
    (
        re.compile(_UNDER + r"(?:a )?(?P<name>creative commons [a-z ]{2,60}?(?P<major>\d) (?P<minor>\d)) "),
        _creative_commons,
    ),
    (
        re.compile(r" dedicate[sd]? .{0,200}? under cc0 1 0 | under (?:the )?cc0(?: 1 0)? "),
        _always("CC0-1.0"),
    ),
)
