"""Language tags held against BCP 47: the grammar of RFC 5646 and the registry of its subtags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from registry.publiccode import languages, subtags

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE | re.ASCII,
)
_PRIVATE_LANGUAGE = re.compile(r"q[a-t][a-z]")
_PREFERRED_VARIANTS: Final = {"heploc": "alalc97"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A valid tag, its parts in the case that RFC 5646, 2.1.1 recommends.

    Attributes:
        language: of two letters, or of three where it has no two.
        extended: the language within a group of languages, such as yue in zh-yue; empty for most.
        script, region: empty where the tag names none.
        variants: in the order of the tag.
        rest: extensions and private use, with a hyphen before each.
    """

    language: str
    extended: str
    script: str
    region: str
    variants: tuple[str, ...]
    rest: str

    def written(self) -> str:
        """The tag itself."""
        parts = (self.language, self.extended, self.script, self.region, *self.variants)
        return "-".join(part for part in parts if part) + self.rest


@lru_cache(maxsize=1024)
def valid_form(written: str) -> str | None:
    """Write a tag in the recommended case; None if it is not valid (RFC 5646, 2.2.9).

    What only lacks hyphens, or has three letters for a language of two, is mended: so the form may differ from what
    was written in more than case.
    """
    tag = written.strip().replace("_", "-")
    if tag.lower() in languages.WHOLE:
        return _cased(tag)
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    if found["language"] is None:  # all of it is for private use
        return tag.lower()
    read = _read(found)
    return read.written() if read else None


@lru_cache(maxsize=1024)
def canonical_language(written: str) -> str | None:
    """Write a tag as it is called today (RFC 5646, 4.5): iw as he, zh-yue as yue, i-klingon as tlh; None if invalid."""
    tag = written.strip().replace("_", "-")
    if tag.lower() in languages.WHOLE:
        return languages.WHOLE[tag.lower()] or _cased(tag)
    found = _TAG.fullmatch(tag)
    if found is None or found["language"] is None:
        return tag.lower() if found else None
    read = _read(found)
    if read is None:
        return None
    language = read.extended or read.language
    return Tag(
        languages.PREFERRED.get(language, language),
        "",
        read.script,
        subtags.PREFERRED_REGIONS.get(read.region, read.region),
        tuple(_PREFERRED_VARIANTS.get(each, each) for each in read.variants),
        read.rest,
    ).written()


def _read(found: re.Match[str]) -> Tag | None:
    language, *extended = found["language"].lower().split("-")
    language = subtags.SHORTER_LANGUAGES.get(language, language)
    script, region = (found["script"] or "").lower(), (found["region"] or "").upper()
    variants = tuple(found["variants"].lower().split("-")[1:])
    rest = (found["extensions"] + (found["private"] or "")).lower()
    singletons = [each for each in found["extensions"].lower().split("-") if len(each) == 1]
    if not (
        _is_known(language, extended)
        and (not script or script in subtags.SCRIPTS)
        and (not region or region in subtags.TAG_REGIONS)
        and _are_distinct(variants)
        and _are_distinct(singletons)
    ):
        return None
    tag = Tag(language, "".join(extended), script.capitalize(), region, variants, rest)
    return tag if all(_may_have(tag, variant) for variant in variants) else None


def _is_known(language: str, extended: Sequence[str]) -> bool:
    """Longer subtags than three letters are reserved, as are second extended ones (RFC 5646, 2.2.1 and 2.2.2)."""
    if extended:
        return len(extended) == 1 and extended[0] in languages.EXTENDED.get(language, frozenset())
    return (
        language in subtags.LANGUAGES
        or language in languages.PREFERRED
        or language in languages.LANGUAGES_OF_THREE
        or _PRIVATE_LANGUAGE.fullmatch(language) is not None
    )


def _are_distinct(parts: Sequence[str]) -> bool:
    """No variant and no singleton of an extension stands twice in a tag (RFC 5646, 2.2.5 and 2.2.6)."""
    return len({*parts}) == len(parts)


def _may_have(tag: Tag, variant: str) -> bool:
    """Whether a variant is registered, and for this language: the reference validator asks for both.

    RFC 5646, 3.1.8 only advises to hold to the prefixes. One fits whose subtags all stand in the tag.
    """
    prefixes = subtags.VARIANTS.get(variant)
    if prefixes is None:
        return False
    own = {tag.language, tag.extended, tag.script.lower(), tag.region.lower(), *tag.variants}
    return not prefixes or any({*prefix.split("-")} <= own for prefix in prefixes)


def _cased(tag: str) -> str:
    """A tag registered as a whole, in the recommended case (RFC 5646, 2.1.1)."""
    first, *others = tag.lower().split("-")
    return "-".join([first, *(each.upper() if len(each) == 2 and first != "i" else each for each in others)])  # noqa: PLR2004 - the length of a region
