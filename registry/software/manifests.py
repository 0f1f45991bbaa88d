"""What package manifests say about the licence, in the words they use; pure."""

import json
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

LONGEST_STATEMENT = 500  # characters; a whole licence text pasted into a manifest is no name of one


def stated_licences(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """List path and statement for every manifest in the root that states a licence; unreadable ones state none."""
    found = []
    for path, read in _READERS.items():
        if path in texts:
            try:
                statement = read(texts[path])
            except (ValueError, RecursionError):
                continue
            if statement and statement.strip() and len(statement) <= LONGEST_STATEMENT:
                found.append((path, statement.strip()))
    return tuple(found)


def facts(texts: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """List path, key of publiccode.yml and value of what manifests in the root say of name, version, site and purpose.

    The purpose, one line, has the key `description`. Unreadable manifests say nothing.
    """
    found = []
    for path, read in _FACTS.items():
        if path in texts:
            try:
                said = read(texts[path])
            except (ValueError, RecursionError):
                continue
            keys = {"name": "name", "version": "softwareVersion", "homepage": "landingURL"}
            for key in ("name", "version", "homepage", "description"):
                value = _text(said.get(key))
                if value and value.strip() and len(value) <= LONGEST_STATEMENT:
                    found.append((path, keys.get(key, key), value.strip()))
    return tuple(found)


def _project(text: str) -> Mapping[str, Any]:
    """Read `project` of pyproject.toml, with the home page among its addresses (well-known labels)."""
    project = _section(tomllib.loads(text).get("project"))
    addresses = {key.casefold(): each for key, each in _section(project.get("urls")).items()}
    return {**project, "homepage": addresses.get("homepage")}


def _package_json(text: str) -> str | None:
    """Read npm's `license`: an expression, or in old files an object with a type."""
    licence = _section(json.loads(text)).get("license")
    return _text(_section(licence).get("type")) if isinstance(licence, dict) else _text(licence)


def _composer_json(text: str) -> str | None:
    """Read Composer's `license`; its schema says that a list is a choice."""
    licence = _section(json.loads(text)).get("license")
    if isinstance(licence, list):
        return " OR ".join(each for each in licence if isinstance(each, str)) or None
    return _text(licence)


def _pyproject(text: str) -> str | None:
    """Read `project.license`: an expression (PEP 639) or a table with a text (PEP 621)."""
    licence = _section(_section(tomllib.loads(text)).get("project")).get("license")
    return _text(_section(licence).get("text")) if isinstance(licence, dict) else _text(licence)


def _cargo(text: str) -> str | None:
    """Read Cargo's `package.license`, where `/` is its old way to write OR."""
    licence = _text(_section(_section(tomllib.loads(text)).get("package")).get("license"))
    return licence.replace("/", " OR ") if licence else None


def _codemeta(text: str) -> str | None:
    """Read CodeMeta's `license`, an address of an SPDX licence."""
    licence = _text(_section(json.loads(text)).get("license"))
    prefix = "https://spdx.org/licenses/"
    return licence.removeprefix(prefix).removesuffix(".html") if licence else None


def _section(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "package.json": _package_json,
    "composer.json": _composer_json,
    "pyproject.toml": _pyproject,
    "Cargo.toml": _cargo,
    "codemeta.json": _codemeta,
}
_FACTS: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    "package.json": lambda text: _section(json.loads(text)),
    "composer.json": lambda text: _section(json.loads(text)),
    "pyproject.toml": _project,
    "Cargo.toml": lambda text: _section(tomllib.loads(text).get("package")),
}
