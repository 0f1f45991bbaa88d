"""CodeMeta, the JSON-LD of research software, and publiccode.yml.

Source: the terms of CodeMeta 2.0 and 3.0, which take theirs from schema.org; the states of projects are those of
repostatus.org. Both versions name what stands here the same way and differ in their context only.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.publiccode.crosswalks.codejson import tech_stacks, technologies
from registry.publiccode.crosswalks.walking import (
    LANGUAGE,
    NOTHING,
    Conversion,
    Document,
    Pair,
    Reason,
    Said,
    Translate,
    choice,
    day,
    exact_day,
    text,
    texts,
    to_other,
    to_ours,
)

CONTEXTS: Mapping[str, str] = MappingProxyType(
    {"2.0": "https://doi.org/10.5063/schema/codemeta-2.0", "3.0": "https://w3id.org/codemeta/3.0"}
)
"""The context by version of CodeMeta."""

_STATUSES = MappingProxyType(
    {"concept": "concept", "development": "wip", "stable": "active", "obsolete": "unsupported"}
)
_STATUSES_BACK = MappingProxyType({theirs: ours for ours, theirs in _STATUSES.items()})
_NEARLY = MappingProxyType(
    {"suspended": "development", "abandoned": "obsolete", "inactive": "stable", "moved": "obsolete"}
)
_STATE = re.compile(r"^https?://(?:www\.)?repostatus\.org/#")
_LICENCES = "https://spdx.org/licenses/"
_FRAME = ("@context", "@type", "@id", "type", "id")


_status = choice(_STATUSES, {"beta": "wip"})
_state_back = choice(_STATUSES_BACK, _NEARLY)


def _status_back(value: Any) -> Said:
    """Read a state by its word, or by the address of repostatus.org that the terms recommend."""
    name = _addressed(value)
    return _state_back(_STATE.sub("", name) if isinstance(name, str) else name)


def _addressed(value: Any) -> Any:
    """What a reference points to: JSON-LD writes an address alone or as a thing that has only an ``@id``."""
    return value["@id"] if isinstance(value, Mapping) and value.keys() == {"@id"} else value


def _licence(value: Any) -> Said:
    """Give the address of a licence; an expression of several has none."""
    words = value.split() if isinstance(value, str) else []
    return Said(f"{_LICENCES}{words[0]}") if len(words) == 1 and words[0].isascii() else NOTHING


def _licence_back(value: Any) -> Said:
    value = _addressed(value)
    name = value.removesuffix(".html").removesuffix("/") if isinstance(value, str) else ""
    if name.startswith((_LICENCES, _LICENCES.replace("https", "http"))):
        return Said(name.rpartition("/")[2])
    return NOTHING


def _thing(kind: str, keys: Mapping[str, str]) -> Translate:
    """Write a section as a thing of schema.org: `keys` has our key for each of theirs."""

    def translate(value: Any) -> Said:
        if not isinstance(value, Mapping):
            return NOTHING
        said = {theirs: value[ours] for theirs, ours in keys.items() if text(value.get(ours)).value}
        lost = tuple((key, Reason.NO_PLACE) for key in value if key not in keys.values() and value[key])
        return Said({"@type": kind, **said}, lost) if said else NOTHING

    return translate


def _thing_back(keys: Mapping[str, str]) -> Translate:
    def translate(value: Any) -> Said:
        if not isinstance(value, Mapping):
            return NOTHING
        said = {ours: value[theirs] for theirs, ours in keys.items() if text(value.get(theirs)).value}
        known = {*keys, *_FRAME}
        lost = tuple((key, Reason.NO_PLACE) for key in value if key not in known and value[key])
        return Said(said, lost) if said else NOTHING

    return translate


def _each(translate: Translate) -> Translate:
    """Translate every item of a list; one alone is a list of one, as JSON-LD has it."""

    def over(value: Any) -> Said:
        items = value if isinstance(value, list) else [value]
        said = [translate(item) for item in items]
        lost = tuple(
            (f"[{index}]{'.' if below else ''}{below}", reason)
            for index, each in enumerate(said)
            for below, reason in each.lost
        )
        return Said([each.value for each in said if each.value is not None] or None, lost)

    return over


_ORGANISATION = MappingProxyType({"@id": "uri", "name": "name"})
_PERSON = MappingProxyType(
    {"name": "name", "email": "email", "telephone": "phone", "affiliation": "affiliation"}
)
_NAMED = MappingProxyType({"name": "name"})


def _owner(value: Any) -> Said:
    return Said({"@type": "Organization", "name": value}) if text(value).value else NOTHING


def _owner_back(value: Any) -> Said:
    said = _thing_back(_NAMED)(value)
    return Said(said.value["name"], said.lost) if said.value else NOTHING


PAIRS = (
    Pair(("name",), ("name",)),
    Pair(("applicationSuite",), ("applicationSuite",)),
    Pair(("url",), ("codeRepository",), text, lambda value: text(_addressed(value))),
    Pair(("landingURL",), ("url",)),
    Pair(("isBasedOn",), ("isBasedOn",), texts, texts),
    Pair(("softwareVersion",), ("version",)),
    Pair(("releaseDate",), ("datePublished",), exact_day, day),
    Pair(("platforms",), ("operatingSystem",), texts, texts),
    Pair(("categories",), ("applicationCategory",), texts, texts),
    Pair(("developmentStatus",), ("developmentStatus",), _status, _status_back),
    Pair(("organisation",), ("publisher",), _thing("Organization", _ORGANISATION), _thing_back(_ORGANISATION)),
    Pair(("fundedBy",), ("funder",), _each(_thing("Organization", _ORGANISATION)), _each(_thing_back(_ORGANISATION))),
    Pair(("description", LANGUAGE, "shortDescription"), ("description",)),
    Pair(("description", LANGUAGE, "longDescription"), ("abstract",)),
    Pair(("description", LANGUAGE, "features"), ("featureList",), texts, texts),
    Pair(("description", LANGUAGE, "screenshots"), ("screenshot",), texts, texts),
    Pair(("description", LANGUAGE, "documentation"), ("softwareHelp",)),
    Pair(("legal", "license"), ("license",), _licence, _licence_back),
    Pair(("legal", "mainCopyrightOwner"), ("copyrightHolder",), _owner, _owner_back),
    Pair(("maintenance", "contacts"), ("maintainer",), _each(_thing("Person", _PERSON)), _each(_thing_back(_PERSON))),
    Pair(("localisation", "availableLanguages"), ("inLanguage",), texts, texts),
    Pair(("tw", "techStacks"), ("programmingLanguage",), technologies, tech_stacks),
    Pair(("tw", "createdDate"), ("dateCreated",), exact_day, day),
)  # fmt: skip


def to_codemeta(document: Document, language: str, version: str = "3.0") -> Conversion:
    """Convert a publiccode.yml to CodeMeta of a version, 2.0 or 3.0."""
    conversion = to_other(document, PAIRS, language)
    frame = {"@context": CONTEXTS[version], "@type": "SoftwareSourceCode"}
    return Conversion({**frame, **conversion.result}, conversion.lost)


def from_codemeta(document: Any, language: str) -> Conversion:
    """Convert CodeMeta of any version to publiccode.yml."""
    known = document if isinstance(document, Mapping) else {}
    return to_ours({key: value for key, value in known.items() if key not in _FRAME}, PAIRS, language)
