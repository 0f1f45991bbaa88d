"""code.json, the inventory of code of agencies of the United States, and publiccode.yml.

Source: the schema 2.0.0 of code.gov for a release. `longDescription`, `platforms`, `categories`, `softwareType`,
`maintenance` and `localisation` are the Centers for Medicare & Medicaid Services' additions, which took them
over from publiccode.yml; other readers of code.json pass over them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.publiccode.crosswalks.walking import (
    LANGUAGE,
    NOTHING,
    Conversion,
    Document,
    Loss,
    Pair,
    Path,
    Reason,
    Said,
    choice,
    day,
    exact_day,
    text,
    texts,
    to_other,
    to_ours,
)
from registry.publiccode.standard import CATEGORIES, MAINTENANCE_TYPES, SOFTWARE_TYPES

_STATUSES = MappingProxyType(
    {
        "concept": "Ideation",
        "development": "Development",
        "beta": "Beta",
        "stable": "Production",
        "obsolete": "Archival",
    }
)
_STATUSES_BACK = MappingProxyType({theirs.casefold(): ours for ours, theirs in _STATUSES.items()})
_NEARLY = MappingProxyType({"alpha": "beta", "release candidate": "beta"})
_OPEN_SOURCE = "openSource"


def _same(words: tuple[str, ...]) -> Mapping[str, str]:
    return {word.casefold(): word for word in words}


def _licences(value: Any) -> Said:
    return Said([{"name": value}]) if text(value).value else NOTHING


def _licence(value: Any) -> Said:
    """Take the one licence; several say nothing of whether all hold or one may be chosen."""
    if not isinstance(value, list) or len(value) != 1 or not isinstance(value[0], Mapping):
        return NOTHING
    lost = tuple((f"[0].{key}", Reason.NO_PLACE) for key in value[0] if key != "name" and value[0][key])
    name = text(value[0].get("name"))
    return Said(name.value, lost) if name.value else NOTHING


def _usage(value: Any) -> Said:
    """Everything in publiccode.yml is open source, so that it need not be said there."""
    return Said(None) if value in (_OPEN_SOURCE, [_OPEN_SOURCE]) else NOTHING


_CONTACT = ("name", "email", "phone")


def _contact(value: Any) -> Said:
    if not isinstance(value, list) or not value or not isinstance(value[0], Mapping):
        return NOTHING
    lost = [(f"[{index}]", Reason.ONLY_ONE) for index in range(1, len(value))]
    lost += [(f"[0].{key}", Reason.NO_PLACE) for key in value[0] if key not in _CONTACT]
    kept = {key: value[0][key] for key in _CONTACT if text(value[0].get(key)).value}
    return Said(kept, tuple(lost)) if kept else NOTHING


def _contacts(value: Any) -> Said:
    if not isinstance(value, Mapping):
        return NOTHING
    lost = tuple((key, Reason.NO_PLACE) for key in value if key not in _CONTACT and value[key])
    kept = {key: value[key] for key in _CONTACT if text(value.get(key)).value}
    return Said([kept], lost) if kept else NOTHING


def _categories(value: Any) -> Said:
    said = texts(value)
    kept = [each for each in said.value or () if each in CATEGORIES]
    items = value if isinstance(value, list) else [value]
    lost = tuple((f"[{index}]", Reason.NOT_SAYABLE) for index, each in enumerate(items) if each not in kept)
    return Said(kept or None, lost)


def technologies(value: Any) -> Said:
    """Give the names of `tw.techStacks` as a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        return NOTHING
    return texts([each.get("name") for each in value])


def tech_stacks(value: Any) -> Said:
    """Give a list of texts as `tw.techStacks`."""
    said = texts(value)
    return Said([{"name": each} for each in said.value] if said.value else None, said.lost)


def _ready(value: Any) -> Said:
    return Said(str(value).lower()) if isinstance(value, bool) else NOTHING


def _ready_back(value: Any) -> Said:
    ready = {"true": True, "false": False}.get(str(value).casefold())
    return NOTHING if ready is None else Said(ready)


def _described(name: str) -> Path:
    return ("description", LANGUAGE, name)


PAIRS = (
    Pair(("name",), ("name",)),
    Pair(("softwareVersion",), ("version",)),
    Pair(("organisation", "name"), ("organization",)),
    Pair(_described("shortDescription"), ("description",)),
    Pair(_described("longDescription"), ("longDescription",)),
    Pair(("developmentStatus",), ("status",), choice(_STATUSES), choice(_STATUSES_BACK, _NEARLY)),
    Pair(("legal", "license"), ("permissions", "licenses"), _licences, _licence),
    Pair(("permissions", "usageType"), ("permissions", "usageType"), lambda _: NOTHING, _usage),
    Pair(("url",), ("repositoryURL",)),
    Pair(("landingURL",), ("homepageURL",)),
    Pair(("platforms",), ("platforms",), texts, texts),
    Pair(("categories",), ("categories",), texts, _categories),
    Pair(("softwareType",), ("softwareType",), choice(_same(SOFTWARE_TYPES)), choice(_same(SOFTWARE_TYPES))),
    Pair(("maintenance", "type"), ("maintenance",), choice(_same(MAINTENANCE_TYPES)), choice(_same(MAINTENANCE_TYPES))),
    Pair(("maintenance", "contacts"), ("contact",), _contact, _contacts),
    Pair(("localisation", "localisationReady"), ("localisation",), _ready, _ready_back),
    Pair(("tw", "techStacks"), ("languages",), technologies, tech_stacks),
    Pair(("tw", "createdDate"), ("date", "created"), exact_day, day),
)  # fmt: skip


def to_codejson(document: Document, language: str) -> Conversion:
    """Convert a publiccode.yml to a release of code.json."""
    conversion = to_other(document, PAIRS, language)
    permissions = {**conversion.result.get("permissions", {}), "usageType": _OPEN_SOURCE}
    return Conversion({**conversion.result, "permissions": permissions}, conversion.lost)


def from_codejson(document: Any, language: str) -> Conversion:
    """Convert code.json to publiccode.yml: a release, or the first of an inventory; others are lost."""
    releases = (
        document.get("releases") if isinstance(document, Mapping) and "releases" in document else document
    )
    several = releases if isinstance(releases, list) else [releases]
    first = several[0] if several and isinstance(several[0], Mapping) else {}
    if "repositoryURL" not in first and "repositoryUrl" in first:  # code.gov 2.0 and its first drafts
        first = {**first, "repositoryURL": first["repositoryUrl"], "repositoryUrl": None}
    conversion = to_ours(first, PAIRS, language)
    others = tuple(Loss(f"[{index}]", Reason.ONLY_ONE) for index in range(1, len(several)))
    return Conversion(conversion.result, (*conversion.lost, *others))
