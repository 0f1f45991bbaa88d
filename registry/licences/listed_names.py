"""Names that follow from the SPDX list itself: full names, ids with loosely written versions, addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from registry.licences import spdx

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_NAMED_VERSION = re.compile(
    r",?\s*(?:v|version\s+)?\d+(?:\.\d+)*$"
)  # what else follows a version makes another name
_FEWEST_WORDS: Final = 3  # of a full name; shorter ones are words of everyday speech too
_ID_VERSION = re.compile(r"^(?P<stem>.+?)-(?P<version>\d+(?:\.\d+)*)$")

# Where licences' own publishers and the Open Source Initiative keep the texts; the part that names one is captured.
_ADDRESSES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(?:spdx|opensource)\.org/licen[cs]es?/(?P<id>[a-z0-9.+-]*[a-z0-9])"), "{id}"),
    (re.compile(r"apache\.org/licenses/license-(?P<id>\d\.\d)"), "Apache-{id}"),
    (re.compile(r"gnu\.org/licenses/(?:old-licenses/)?(?P<id>[al]?gpl-\d\.\d)"), "{id}"),
    (re.compile(r"mozilla\.org/(?:en-us/)?mpl/(?P<id>\d\.\d)"), "MPL-{id}"),
    (re.compile(r"eclipse\.org/legal/epl-(?:v|)(?P<id>\d\.?\d)"), "EPL-{id}"),
    (re.compile(r"creativecommons\.org/licenses/(?P<id>by[a-z-]*/\d\.\d)"), "CC-{id}"),
    (re.compile(r"creativecommons\.org/publicdomain/zero/(?P<id>\d\.\d)"), "CC0-{id}"),
    (re.compile(r"data\.gov\.tw/(?P<id>license)"), "OGDL-Taiwan-1.0"),
)


def by_address(folded: str) -> tuple[str, int, int] | None:
    """The licence whose text stands at the first address that we know in a folded text, and where that stands."""
    for pattern, template in _ADDRESSES:
        found = pattern.search(folded)
        if found is None:
            continue
        written = found["id"].removesuffix(".html").removesuffix(".php").removesuffix(".txt")
        listed = spdx.licence(template.format(id=written.replace("/", "-").replace("v10", "1.0")))
        if listed is not None:
            return listed.id, found.start(), found.end()
    return None


def by_stem(stem: str) -> tuple[str, ...]:
    """The ids that are these words and a version, newest first; deprecated ones aside."""
    return _stems().get(re.sub(r"[^a-z0-9]", "", stem.lower()), ())


def full_names_in(folded: str) -> list[tuple[tuple[str, ...], int, int]]:
    """Full names (versions aside) that stand in a folded text: the ids that have them, newest first, and where."""
    words = list(_WORD.finditer(folded))
    texts = [word.group().replace("licence", "license") for word in words]
    found = []
    for place in range(len(words) - _FEWEST_WORDS + 1):
        for name in _names().get((texts[place], texts[place + 1]), ()):
            if tuple(texts[place : place + len(name)]) == name:
                found.append((_bases()[name], words[place].start(), words[place + len(name) - 1].end()))
                break
    return found


@lru_cache(maxsize=1)
def _bases() -> dict[tuple[str, ...], tuple[str, ...]]:
    named: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in spdx.licences().values():
        plain = entry.name.lower().replace("licence", "license").replace("the ", "")
        words = tuple(_WORD.findall(_NAMED_VERSION.sub("", plain)))
        if not entry.deprecated and len(words) >= _FEWEST_WORDS and words[-1] == "license":
            named[words].append(entry.id)
    return {name: tuple(sorted(ids, reverse=True)) for name, ids in named.items()}


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    begins: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(_bases(), key=len, reverse=True):
        begins[name[0], name[1]].append(name)
    return begins


@lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[str, ...]]:
    stems: dict[str, list[str]] = defaultdict(list)
    for entry in spdx.licences().values():
        parts = _ID_VERSION.match(entry.id)
        if parts is not None and not entry.deprecated:
            stems[re.sub(r"[^a-z0-9]", "", parts["stem"].lower())].append(entry.id)
    return {stem: tuple(sorted(ids, reverse=True)) for stem, ids in stems.items()}
