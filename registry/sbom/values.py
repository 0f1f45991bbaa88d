"""Looking at one value after another, and keeping what is wrong: what the readers of all formats share.

Every question takes time in proportion to the value that it is asked of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from registry.licences import expressions
from registry.licences.expressions import Addition, ExpressionError, Reference, With
from registry.sbom.model import UNTOLD, Finding

MOST_FINDINGS: Final = 1000  # a file that is wrong everywhere is told so; nobody reads more
LONGEST_SHOWN: Final = 120  # characters of a value in a finding
REMEMBERED: Final = 4096  # expressions; large files repeat a few dozen

DIGITS: Final[Mapping[str, tuple[int, int]]] = {
    "ADLER32": (8, 8),
    "BLAKE2B-256": (64, 64),
    "BLAKE2B-384": (96, 96),
    "BLAKE2B-512": (128, 128),
    "BLAKE3": (64, 512),
    "MD2": (32, 32),
    "MD4": (32, 32),
    "MD5": (32, 32),
    "MD6": (0, 512),
    "SHA1": (40, 40),
    "SHA224": (56, 56),
    "SHA256": (64, 64),
    "SHA384": (96, 96),
    "SHA512": (128, 128),
    "SHA3-256": (64, 64),
    "SHA3-384": (96, 96),
    "SHA3-512": (128, 128),
}
"""Fewest and most hexadecimal digits of each algorithm's digests (SPDX 2.3 clause 7.10; each algorithm's own size)."""

_HEXADECIMAL: Final = re.compile(r"[0-9a-f]*", re.ASCII)
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+", re.ASCII)
_URL: Final = re.compile(
    r"(?:(?:https?|ssh|git|svn|sftp|ftp)://)?(?:[^\s@/]+@)?[a-z0-9]+(?:[-.]+[a-z0-9]+)*\.[a-z]{2,}(?::\d{1,5})?(?:[/?#].*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_PURL: Final = re.compile(r"pkg:/{0,2}[A-Za-z][A-Za-z0-9.+-]*/\S+", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Look:
    """One look at one file; a class because findings gather through it."""

    def __init__(self) -> None:
        """Begin with no finding."""
        self.findings: list[Finding] = []

    def wrong(self, code: str, place: str, found: Any = "") -> None:
        """Keep a finding, while there are not too many."""
        if len(self.findings) < MOST_FINDINGS:
            shown = found if isinstance(found, str) else type(found).__name__
            self.findings.append(Finding(code, place, shown[:LONGEST_SHOWN]))

    def text(self, holder: Mapping[str, Any], key: str, place: str, *, required: bool = False) -> str | None:
        """The text under a key; None, with a finding if need be, when there is none.

        Which keys are mandatory, and which are texts, stands in the schema of each standard (clause, class or schema).
        """
        value = holder.get(key)
        if isinstance(value, str) and (value or not required):
            return value
        if value is not None and value != "":
            self.wrong("WRONG_TYPE", f"{place}{key}", value)
        elif required:
            self.wrong("REQUIRED", f"{place}{key}")
        return None

    def texts(self, holder: Mapping[str, Any], key: str, place: str) -> Iterator[tuple[str, str]]:
        """Each text of the list under a key, with its place; lists are those of the schema."""
        for where, value in self._listed(holder, key, place):
            if isinstance(value, str):
                yield where, value
            else:
                self.wrong("WRONG_TYPE", where, value)

    def objects(
        self, holder: Mapping[str, Any], key: str, place: str = ""
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each object of the list under a key, with its place; lists are those of the schema."""
        for where, value in self._listed(holder, key, place):
            if isinstance(value, dict):
                yield where, value
            else:
                self.wrong("WRONG_TYPE", where, value)

    def object(self, holder: Mapping[str, Any], key: str, place: str = "") -> Mapping[str, Any]:
        """The object under a key, as the schema has it; an empty one when there is none."""
        value = holder.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong("WRONG_TYPE", f"{place}{key}", value)
        return {}

    def time(self, value: str | None, place: str) -> None:
        """A time in UTC to the second (SPDX 2.3 clause 6.9.4)."""
        if value is not None and not is_time(value):
            self.wrong("TIME", place, value)

    def url(self, value: str | None, place: str) -> None:
        """The address of something on the web (SPDX 2.3 clause 7.11, CycloneDX schema `iri-reference`)."""
        if value is not None and not is_url(value):
            self.wrong("URL", place, value)

    def digest(self, algorithm: str | None, value: str | None, place: str) -> None:
        """A checksum: an algorithm that we know, and as many digits as it has (SPDX 2.3 clause 7.10)."""
        if algorithm is not None and algorithm not in DIGITS:
            self.wrong("CHECKSUM_ALGORITHM", place, algorithm)
        elif algorithm is not None and value is not None:
            least, most = DIGITS[algorithm]
            if not least <= len(value) <= most or not _HEXADECIMAL.fullmatch(value):
                self.wrong("CHECKSUM", place, value)

    def _listed(self, holder: Mapping[str, Any], key: str, place: str) -> Iterator[tuple[str, Any]]:
        """The items of the list under a key, with their places; lists are those of the schema."""
        values = holder.get(key)
        if isinstance(values, list):
            for number, value in enumerate(values):
                yield f"{place}{key}[{number}]", value
        elif values is not None:
            self.wrong("WRONG_TYPE", f"{place}{key}", values)


def is_time(value: str) -> bool:
    """Whether a text is a day and time that exist, in UTC."""
    if not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return False
    return True


def is_uri(value: str) -> bool:
    """Whether a text is an absolute URI without a fragment (RFC 3986; SPDX 2.3 clause 6.5)."""
    return _URI.fullmatch(value) is not None


def is_url(value: str) -> bool:
    """Whether a text is an address with a domain name; its scheme may be left out (as in SPDX 2.3 clause 7.11)."""
    return _URL.fullmatch(value) is not None


def is_purl(value: str) -> bool:
    """Whether a text is a package URL with type and name (purl specification, ECMA-427)."""
    return _PURL.fullmatch(value) is not None


@lru_cache(maxsize=REMEMBERED)
def references(expression: str, *, additions: bool) -> frozenset[str] | None:
    """The LicenseRef- and DocumentRef- ids that an expression uses; None if it is no expression.

    `additions` tells whether AdditionRef- is allowed, as it is from SPDX 3.0 on. NONE and NOASSERTION use none.
    """
    if expression in UNTOLD:
        return frozenset()
    try:
        parsed = expressions.parse(expression)
    except ExpressionError:
        return None
    used: set[str] = set()
    for leaf in expressions.leaves(parsed):
        licence = leaf.licence if isinstance(leaf, With) else leaf
        if isinstance(licence, Reference):
            used.add(expressions.render(licence))
        if isinstance(leaf, With) and isinstance(leaf.exception, Addition):
            if not additions:
                return None
            used.add(expressions.render(leaf).rpartition(" ")[2])
    return frozenset(used)
