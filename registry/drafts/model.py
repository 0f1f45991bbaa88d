"""What a repository shows of itself, laid together as a publiccode.yml that its publisher completes; pure.

Nothing is invented: what no file, release or catalogue says stays empty, and people in charge are never guessed.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from registry.drafts.readmes import title
from registry.drafts.translations import languages
from registry.health import files
from registry.licences import check, identify
from registry.publiccode import Unreadable, read
from registry.publiccode.credentials import without_credentials
from registry.publiccode.crosswalks import Format, convert
from registry.software.addresses import name_in
from registry.software.manifests import facts, stated_licences

Document = dict[str, Any]
Path = tuple[str, ...]

#: Files in which a repository describes itself for catalogues, the most welcome first.
DESCRIPTIONS: Final[Mapping[str, Format]] = {
    "publiccode.yml": Format.PUBLICCODE,
    "publiccode.yaml": Format.PUBLICCODE,
    "codemeta.json": Format.CODEMETA,
    "code.json": Format.CODEJSON,
}
_VERSION: Final = re.compile(r"[vV]?(?P<number>\d+(?:\.\d+)+)")  # a tag that says more than that is a preview
LONGEST_SHORT_DESCRIPTION: Final = 150  # characters, as the standard bounds `shortDescription`


class OriginKind(StrEnum):
    """Where a value was found."""

    FILE = "FILE"
    CATALOGUE = "CATALOGUE"
    FORGE = "FORGE"
    RELEASES = "RELEASES"
    TRANSLATIONS = "TRANSLATIONS"
    ADDRESS = "ADDRESS"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was found; `file` is its path, for files."""

    kind: OriginKind
    file: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A version with its day, where that is known."""

    version: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a repository.

    Attributes:
        url: its address.
        description: its line on the forge.
        paths: of all its files, as far as they are known.
        texts: contents of small files, by path.
        release: the newest that is no preview.
        entry: its document in the catalogue; empty when it is not there.
    """

    url: str
    description: str | None = None
    paths: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    release: Release | None = None
    entry: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to complete.

    Attributes:
        document: as publiccode.yml.
        origins: path of each value (`description.en.shortDescription`) to where it was found.
        licence: the licence that its files have, with the first of those; None when they name none, or several.
        unread: files that describe it and cannot be read.
    """

    document: Document
    origins: Mapping[str, Origin]
    licence: tuple[str, str] | None
    unread: Sequence[str]


def newest_release(
    releases: Sequence[Mapping[str, Any]], tags: Sequence[Mapping[str, Any]]
) -> Release | None:
    """Choose the newest release of an observation that is no preview, else the newest tag that looks like a version.

    Args:
        releases: each with `tag`, `published_at` and `prerelease`.
        tags: each with `name` and `date`.
    """
    dated = [(each["published_at"] or "", each["tag"]) for each in releases if not each["prerelease"]]
    if not dated:
        dated = [(each["date"] or "", each["name"]) for each in tags if _VERSION.fullmatch(each["name"])]
    if not dated:
        return None
    moment, tag = max(dated)
    version = _VERSION.fullmatch(tag)
    return Release(version["number"] if version else tag, date.fromisoformat(moment[:10]) if moment else None)


def draft(shown: Shown) -> Draft:
    """Lay everything together; what is more certain goes first and is never overwritten."""
    document: Document = {}
    origins: dict[str, Origin] = {}
    unread: list[str] = []
    licence = _licence(shown)
    for path, value, origin in _found(shown, licence, unread):
        is_line = path[0] == "description" and origin.file not in DESCRIPTIONS
        if is_line and origin.kind is not OriginKind.CATALOGUE and "description" in document:
            continue  # one line would begin another language, which the publisher then has to finish
        if value not in (None, "", [], {}) and _lay(document, path, value):
            origins[".".join(path)] = origin
    return Draft(document, origins, licence, unread)


_Found = tuple[Path, Any, Origin]


def _found(shown: Shown, licence: tuple[str, str] | None, unread: list[str]) -> Iterator[_Found]:
    """Everything that is said, what is more certain before what is less."""
    yield from _in_descriptions(shown, unread)
    for path, value in _leaves(shown.entry):
        yield path, value, Origin(OriginKind.CATALOGUE)
    yield from _of_licence(shown, licence)
    if shown.release is not None:
        day = shown.release.day
        yield ("softwareVersion",), shown.release.version, Origin(OriginKind.RELEASES)
        yield ("releaseDate",), None if day is None else day.isoformat(), Origin(OriginKind.RELEASES)
    for file in filter(files.README.match, sorted(shown.texts)):
        yield ("name",), title(shown.texts[file]), Origin(OriginKind.FILE, file)
    if shown.description:
        yield _short(shown.description, Origin(OriginKind.FORGE))
    for file, key, value in facts(shown.texts):
        origin = Origin(OriginKind.FILE, file)
        yield _short(value, origin) if key == "description" else ((key,), value, origin)
    spoken = languages(shown.paths)
    yield ("localisation", "availableLanguages"), list(spoken), Origin(OriginKind.TRANSLATIONS)
    yield ("localisation", "localisationReady"), True if spoken else None, Origin(OriginKind.TRANSLATIONS)
    yield ("url",), shown.url, Origin(OriginKind.ADDRESS)
    yield ("name",), name_in(shown.url.rstrip("/")).removesuffix(".git"), Origin(OriginKind.ADDRESS)


def _in_descriptions(shown: Shown, unread: list[str]) -> Iterator[_Found]:
    for name, written in DESCRIPTIONS.items():
        if name in shown.texts:
            described = _described(shown.texts[name], written)
            if described is None:
                unread.append(name)
            for path, value in _leaves(described or {}):
                yield path, value, Origin(OriginKind.FILE, name)


def _of_licence(shown: Shown, licence: tuple[str, str] | None) -> Iterator[_Found]:
    if licence is not None:
        yield ("legal", "license"), licence[0], Origin(OriginKind.FILE, licence[1])
    for file, statement in stated_licences(shown.texts):
        yield ("legal", "license"), check(statement).normalised, Origin(OriginKind.FILE, file)


def _licence(shown: Shown) -> tuple[str, str] | None:
    """Give the licence that all licence files name, with the first of them."""
    found = {
        path: identify(shown.texts[path], path).expression
        for path in files.licence_files(sorted(shown.texts))
    }
    expressions = set(found.values())
    expression = next(iter(expressions)) if len(expressions) == 1 else None
    return (expression, next(iter(found))) if expression and check(expression).valid else None


def _described(text: str, written: Format) -> Mapping[str, Any] | None:
    try:
        if written is Format.PUBLICCODE:
            return read(without_credentials(text).encode("utf-8", "replace")).document
        found = convert(json.loads(without_credentials(text)), written, Format.PUBLICCODE).result
    except (Unreadable, ValueError, RecursionError):
        return None
    return found if isinstance(found, Mapping) else None


def _short(text: str, origin: Origin) -> tuple[Path, str | None, Origin]:
    """Take one line about the software as its short description, in the language that its letters tell."""
    line = " ".join(text.split())
    tag = "zh-Hant" if any("\u4e00" <= each <= "\u9fff" for each in line) else "en"
    fits = len(line) <= LONGEST_SHORT_DESCRIPTION
    return ("description", tag, "shortDescription"), line if fits else None, origin


def _leaves(document: Mapping[str, Any], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, str(key)))
        else:
            yield (*above, str(key)), value


def _lay(document: Document, path: Path, value: Any) -> bool:
    """Put a value at its path unless something stands there or in its way; say whether it was put."""
    for part in path[:-1]:
        below = document.setdefault(part, {})
        if not isinstance(below, dict):
            return False
        document = below
    if path[-1] in document:
        return False
    document[path[-1]] = value
    return True
