"""Where licences are named in a text: the rules of `names`, the list's own names, and exceptions behind them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from registry.licences import listed_names, spdx
from registry.licences.names import ONE_MEANING, RULES, SUFFIX_OPEN, USUAL_VERSION, VERSION, Meaning


@dataclass(frozen=True, slots=True)
class Mention:
    """One licence named in a text, at ``start`` to ``end`` of the folded text."""

    meaning: Meaning
    start: int
    end: int


_IDS: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\+?")


def mentions(folded: str) -> tuple[Mention, ...]:
    """Every licence named in a folded text, from left to right, none overlapping.

    Where two rules see the same place the longer one counts, so that "MIT-0" is not also "MIT".
    """
    seen: list[Mention] = []
    for pattern, meaning_of in RULES:
        for found in pattern.finditer(folded):
            meaning = meaning_of(found)
            if meaning is not None:
                seen.append(Mention(meaning, found.start(), found.end()))
    for found in _IDS.finditer(folded):
        listed = spdx.licence(found.group())
        if listed is not None and any(not letter.isalpha() for letter in found.group()):
            seen.append(Mention(_of_listed(listed), found.start(), found.end()))
    seen += _by_list(folded)
    seen.sort(key=lambda mention: (mention.start - mention.end, -mention.meaning.sureness))
    chosen: list[Mention] = []
    for mention in seen:
        if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
            chosen.append(mention)
    return tuple(_with_exception(folded, each) for each in sorted(chosen, key=lambda each: each.start))


# What people call the exceptions that one licence family has one of; SPDX writes them after WITH.
_EXCEPTIONS: Final = (
    ("classpath", "GPL-", "Classpath-exception-2.0"),
    ("llvm", "Apache-2.0", "LLVM-exception"),
    ("gcc runtime library", "GPL-3.0", "GCC-exception-3.1"),
    ("font embedding", "GPL-", "Font-exception-2.0"),
    ("bison", "GPL-", "Bison-exception-2.2"),
)
_EXCEPTION = re.compile(
    r"\s*(?:licen[cs]e\s*)?,?\s*\(?(?:with|w/)\s*(?:the\s+)?(?:gnu\s+)?"
    r"(?P<name>[a-z ]+?)\s*(?:linking\s+)?exceptions?(?:[\s-]v?\d\.\d)?\)?"
)


def _with_exception(folded: str, mention: Mention) -> Mention:
    found = _EXCEPTION.match(folded, mention.end)
    meaning = mention.meaning
    for called, family, exception in _EXCEPTIONS:
        if found is not None and found["name"] == called and meaning.expression.startswith(family):
            others = tuple(f"{each} WITH {exception}" for each in meaning.alternatives)
            together = replace(
                meaning, expression=f"{meaning.expression} WITH {exception}", alternatives=others
            )
            return Mention(together, mention.start, found.end())
    return mention


_STEM = re.compile(r"(?<![a-z0-9])(?P<stem>[a-z]{3,}(?:-[a-z]+)*)" + VERSION)
_BEHIND_NAME = re.compile(r"(?:\s*\(?[a-z-]{2,8}\)?(?=[\s,]*v))?" + VERSION + "?")


def _by_list(folded: str) -> list[Mention]:
    """Names that need no rule of their own because the list has them in some form."""
    seen = []
    for found in _STEM.finditer(folded):
        exact = [i for i in listed_names.by_stem(found["stem"]) if _has_version(i, found["version"])]
        if exact:
            seen.append(
                Mention(Meaning(exact[0], ONE_MEANING, "NAME_UNDERSTOOD"), found.start(), found.end())
            )
    for identifiers, start, end in listed_names.full_names_in(folded):
        behind = _BEHIND_NAME.match(folded, end)
        version = behind["version"] if behind else None
        exact = [i for i in identifiers if version is not None and _has_version(i, version)]
        sureness = ONE_MEANING if exact or len(identifiers) == 1 else USUAL_VERSION
        reason = "NAME_UNDERSTOOD" if sureness == ONE_MEANING else "VERSION_MISSING"
        stop = behind.end() if exact and behind else end
        seen.append(Mention(Meaning((exact or identifiers)[0], sureness, reason), start, stop))
    address = listed_names.by_address(folded)
    if address is not None:
        identifier, start, end = address
        seen.append(Mention(_of_listed(spdx.licences()[identifier]), start, end))
    return seen


def _has_version(identifier: str, version: str) -> bool:
    written = version if "." in version else f"{version}.0"
    return bool(re.search(rf"-{re.escape(written)}(?:-only)?$", identifier))


def folded(text: str) -> str:
    """A text as the rules here expect it: NFKC, lower case, and versions in digits."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    return _CHINESE_VERSION.sub(lambda found: f"第{_CHINESE_DIGITS[found['digit']]}版", plain)


_CHINESE_DIGITS: Final = {"一": "1", "二": "2", "三": "3", "四": "4"}
_CHINESE_VERSION = re.compile(r"第\s*(?P<digit>[一二三四])\s*版")


def _of_listed(listed: spdx.Licence) -> Meaning:
    if listed.id in spdx.VERSION_LEFT_OPEN:
        return Meaning(f"{listed.id}-only", SUFFIX_OPEN, "ONLY_OR_LATER_OPEN", (f"{listed.id}-or-later",))
    return Meaning(spdx.replacement(listed.id) or listed.id, ONE_MEANING, "NAME_UNDERSTOOD")
