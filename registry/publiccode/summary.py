"""What the catalogue takes from a file: everything usable, whatever else is wrong with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from registry.publiccode.credentials import without_credentials
from registry.publiccode.language_tags import canonical_language
from registry.publiccode.model import Dependency, DependencyKind, Finding, PublicCode, Reading, Severity
from registry.publiccode.values import day

_STILL_USABLE = frozenset(
    {"TOO_LONG", "TOO_SHORT", "NOT_AN_EXPRESSION", "NOT_A_LIST", "REPEATED_KEY", "ODD_KEY"}
)
"""Errors that leave a value worth showing: a text of 155 characters still says what the software does,
and a licence that is no expression is declared all the same."""


def summarise(reading: Reading) -> PublicCode:
    """Take what the catalogue stores from a reading; never raises.

    A wrong value whose correction is certain is taken corrected ("Stable" is `stable`), any other
    wrong value is left out, and what depends on nothing wrong comes in untouched, but for what lets
    somebody in through an address: the catalogue never repeats it. The licence comes
    as it was declared: what it probably means is for the licence verdict to say.
    """
    wrong = {
        finding.key: finding
        for finding in reading.findings
        if finding.severity is Severity.ERROR and finding.code not in _STILL_USABLE
    }
    document = _usable(reading.document, "", wrong)
    legal, maintenance = _section(document, "legal"), _section(document, "maintenance")
    localisation = _section(document, "localisation")
    taiwan = _section(document, "tw") or _section(document, "TW")
    languages = list(_languages(document))
    ready = localisation.get("localisationReady")
    return PublicCode(
        name=_text(document, "name"),
        url=_text(document, "url"),
        landing_url=_text(document, "landingURL"),
        is_based_on=_texts(document, "isBasedOn"),
        software_version=_text(document, "softwareVersion"),
        release_date=day(_text(document, "releaseDate") or ""),
        platforms=_texts(document, "platforms"),
        categories=_texts(document, "categories"),
        scopes=_texts(_section(document, "intendedAudience"), "scope"),
        development_status=_text(document, "developmentStatus"),
        software_type=_text(document, "softwareType"),
        names=_by_language(languages, "localisedName"),
        short_descriptions=_by_language(languages, "shortDescription"),
        long_descriptions=_by_language(languages, "longDescription"),
        features={tag: found for tag, section in languages if (found := _texts(section, "features"))},
        licence=_text(legal, "license"),
        main_copyright_owner=_text(legal, "mainCopyrightOwner"),
        repo_owner=_text(legal, "repoOwner"),
        maintenance_type=_text(maintenance, "type"),
        contract_until=_contract_until(maintenance),
        localisation_ready=ready if isinstance(ready, bool) else None,
        languages=_canonical(_texts(localisation, "availableLanguages")),
        used_by=_texts(document, "usedBy"),
        depends_on=tuple(_dependencies(_section(document, "dependsOn"))),
        tech_stacks=tuple(name for each in _sections(taiwan, "techStacks") if (name := _text(each, "name"))),
        accessibility=_text(taiwan, "accessibilityConformance"),
        vulnerability_scanners=_texts(taiwan, "vulnerabilityScanners"),
        created_date=day(_text(taiwan, "createdDate") or ""),
    )


def _contract_until(maintenance: Mapping[str, Any]) -> date | None:
    """Give the last day of the contract that runs longest."""
    ends = (day(_text(each, "until") or "") for each in _sections(maintenance, "contractors"))
    return max(filter(None, ends), default=None)


def _usable(value: Any, key: str, wrong: Mapping[str, Finding]) -> Any:
    """Copy a document: wrong values corrected where that is certain, else None."""
    if isinstance(value, dict):
        if key in wrong and not wrong[key].fix_is_certain:
            return None
        return {name: _usable(inner, _path(key, name), wrong) for name, inner in value.items()}
    if key in wrong:
        fix = wrong[key].fix if wrong[key].fix_is_certain else None
        return {"true": True, "false": False}.get(fix, fix) if fix else None
    if isinstance(value, list):
        return [_usable(item, f"{key}[{index}]", wrong) for index, item in enumerate(value)]
    return value


def _path(parent: str, name: str) -> str:
    if parent == "description":
        return f"description[{name}]"
    return f"{parent}.{name}" if parent else name


def _section(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def _sections(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = document.get(name)
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def _text(document: Mapping[str, Any], name: str) -> str | None:
    value = document.get(name)
    if isinstance(value, bool):
        return str(value).lower()
    return without_credentials(value.strip()) or None if isinstance(value, str) else None


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document.get(name)
    items = value if isinstance(value, list) else [value]
    written = (without_credentials(each.strip()) for each in items if isinstance(each, str))
    return tuple(dict.fromkeys(each for each in written if each))


def _canonical(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for each in tags if (tag := canonical_language(each))))


def _languages(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Go through the sections of the description, each tag in canonical case, the first of equals."""
    seen: set[str] = set()
    for written, section in _section(document, "description").items():
        tag = canonical_language(written)
        if tag and tag not in seen and isinstance(section, dict):
            seen.add(tag)
            yield tag, section


def _by_language(languages: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, str]:
    return {tag: text for tag, section in languages if (text := _text(section, name))}


def _dependencies(section: Mapping[str, Any]) -> Iterator[Dependency]:
    for kind in DependencyKind:
        for each in _sections(section, kind):
            name = _text(each, "name")
            if name:
                yield Dependency(
                    kind=kind,
                    name=name,
                    version=_text(each, "version"),
                    version_min=_text(each, "versionMin"),
                    version_max=_text(each, "versionMax"),
                    optional=each.get("optional") is True,
                )
