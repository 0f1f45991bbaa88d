"""Reading a bill of materials whatever its format: which one it is, and whether it is safe to look at."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from registry.sbom import cyclonedx, spdx2, spdx3, tag_value
from registry.sbom.model import Finding, Sbom
from registry.sbom.values import LONGEST_SHOWN

LARGEST: Final = 32 * 1024 * 1024  # bytes of JSON; 5,000 packages have three and a half million
LARGEST_LINES: Final = 8 * 1024 * 1024  # bytes of YAML or tag-value, which are read ten times as slowly
DEEPEST: Final = 100  # collections inside collections of YAML; the standard's own need six

_TAG_VALUE: Final = re.compile(r"^SPDXVersion:", re.MULTILINE)
_YAML: Final = re.compile(r"^[\"']?spdxVersion[\"']?\s*:", re.MULTILINE)


class _Refused(Exception):  # noqa: N818 - the state of what was handed in
    """The file is not looked at, because of what the finding says."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code)
        self.finding = Finding(code, "", found[:LONGEST_SHOWN])


def read(data: bytes) -> Sbom:
    """What a file says: SPDX 2.2 or 2.3 (JSON, YAML, tag-value), SPDX 3.0 (JSON-LD) or CycloneDX (JSON); never raises.

    A file that is none of these, too large, nested too deeply or no text has one finding and no components.
    """
    try:
        return _read(data)
    except _Refused as refusal:
        return Sbom(None, findings=(refusal.finding,))


def _read(data: bytes) -> Sbom:
    """Find the format and read it; sizes and the formats that are read are our own choice (docs/licences.md)."""
    if len(data) > LARGEST:
        raise _Refused("TOO_LARGE", str(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Refused("NOT_TEXT") from error
    start = text.lstrip()[:1]
    if start == "{":
        document = _json(text)
        reader = _reader(document)
        if reader is None:
            raise _Refused("NO_SBOM")
        return reader(document)
    if "\0" in text:
        raise _Refused("NOT_TEXT")
    if start == "<":
        raise _Refused("XML")
    if len(data) > LARGEST_LINES:
        raise _Refused("TOO_LARGE", str(len(data)))
    if _TAG_VALUE.search(text):
        return _tag_value(text)
    if _YAML.search(text):
        return spdx2.read(_yaml(text))
    raise _Refused("NO_SBOM")


def _reader(document: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Sbom] | None:
    if "spdxVersion" in document:
        return spdx2.read
    if "bomFormat" in document or "specVersion" in document:
        return cyclonedx.read
    return spdx3.read if "@context" in document else None


def _json(text: str) -> Mapping[str, Any]:
    """Read JSON (RFC 8259); how deep Python's parser goes is our bound."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise _Refused("TOO_DEEP") from error
    except ValueError as error:  # also numbers with thousands of digits
        raise _Refused("NOT_PARSED", str(error)) from error
    # GitHub's endpoint wraps the document (REST API, "Export a software bill of materials").
    inner = document.get("sbom") if isinstance(document, dict) and len(document) == 1 else None
    document = inner if isinstance(inner, dict) else document
    if not isinstance(document, dict):
        raise _Refused("NO_SBOM")
    return document


def _yaml(text: str) -> Mapping[str, Any]:
    """YAML 1.2 with the few types that SPDX uses; aliases can make a small file large: our rule refuses them."""
    import yaml  # noqa: PLC0415 - the other formats do not need it

    class Loader(yaml.CSafeLoader):
        """Texts stay texts: SPDX has no times, fractions or words for yes as YAML 1.1 has."""

        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name for a table of the class

    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:int", re.compile(r"(?:[1-9]\d{0,17}|0)\Z"), list("0123456789")
    )
    Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.AliasEvent):
                raise _Refused("ALIAS")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _Refused("TOO_DEEP")
        document = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader with fewer types still
    except (yaml.YAMLError, ValueError) as error:
        raise _Refused("NOT_PARSED", str(error)) from error
    if not isinstance(document, dict):
        raise _Refused("NO_SBOM")
    return document


def _tag_value(text: str) -> Sbom:
    """Read tag-value lines (SPDX 2.3 clause 4.3, "Data format")."""
    try:
        return spdx2.read(tag_value.document(text))
    except tag_value.Unreadable as error:
        raise _Refused("NOT_PARSED", str(error)) from error
