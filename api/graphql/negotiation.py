"""Which media type a client takes: what its Accept says, read as RFC 9110 has it; pure.

Section 12.5.1: of all ranges that a type falls under the most exact one gives its quality, and 0 means not that one; a
range with parameters holds for types with the same parameters only. Of types that are wanted alike, one that was named
comes before one that a wildcard lets in; of two that were named GraphQL's own, of two by a wildcard JSON, for older
clients.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from litestar.datastructures import Headers

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"
OFFERED: Final = (GRAPHQL_JSON, JSON)
EVENTS: Final = "text/event-stream"
PARAMETERS: Final[Mapping[str, str]] = {"charset": "utf-8"}  # of each type that is sent

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 9110, section 5.6.2
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_RANGE: Final = re.compile(rf"\s*({_WORD})/({_WORD})\s*((?:;[^,\"]*(?:{_QUOTED}[^,\"]*)*)?)")
_PARAMETER: Final = re.compile(rf";\s*(?:({_WORD})=({_WORD}|{_QUOTED}))?\s*")
_QUALITY: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")  # section 12.4.2
_PART: Final = re.compile(rf"(?:[^,\"]|{_QUOTED}|\")+")
LONGEST: Final = 2_000  # characters of a header that is read; browsers send a tenth


@dataclass(frozen=True, slots=True)
class Range:
    """One range of media types as a client named it, in lower case.

    Attributes:
        quality: 0 to 1, how much it is wanted.
    """

    kind: str
    subtype: str
    parameters: Mapping[str, str]
    quality: float

    def exactness(self, media_type: str) -> int:
        """How exactly this range names a type; 0 where the type does not fall under it."""
        kind, _, subtype = media_type.partition("/")
        if self.parameters.items() - PARAMETERS.items():
            return 0
        if (self.kind, self.subtype) == (kind, subtype):
            return 3 + len(self.parameters)
        if (self.kind, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.kind, self.subtype) == ("*", "*") else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much a type is wanted, and how exactly it was named."""

    quality: float
    exactness: int

    @property
    def is_named(self) -> bool:
        """Whether it stands there itself, not by a wildcard."""
        return self.exactness > 2  # noqa: PLR2004 - `Range.exactness`


def accepted(headers: Headers) -> str:
    """What a request says that its sender takes, of all its headers of that name."""
    return ", ".join(headers.getall("accept", []))


@lru_cache(maxsize=256)
def answered_in(accept: str) -> str | None:
    """The type that one answer is to have; None when the client takes neither of ours.

    Args:
        accept: the header; one that is empty, or holds nothing that can be read, asks for nothing in particular.
    """
    ranges = read(accept)
    if not ranges:
        return JSON

    def rank(media_type: str) -> tuple[float, bool, bool]:
        found = wanted(ranges, media_type)
        return found.quality, found.is_named, found.is_named == (media_type == GRAPHQL_JSON)

    best = max(OFFERED, key=rank)
    return best if wanted(ranges, best).quality > 0 else None


@lru_cache(maxsize=256)
def takes_events(accept: str) -> bool:
    """Whether a client takes a stream: it names that type, and wants none of the others more."""
    events, other = _events_and_others(accept)
    return events.is_named and events.quality > 0 and events.quality >= other


@lru_cache(maxsize=256)
def wants_events(accept: str) -> bool:
    """Whether a client wants all as a stream, queries too; some take either, and get what an operation is."""
    events, other = _events_and_others(accept)
    return events.is_named and events.quality > other


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes an answer compressed: it names gzip, and not with the quality 0 (section 12.5.3)."""
    for each in accept_encoding.split(","):
        coding, _, quality = each.lower().replace(" ", "").partition(";q=")
        if coding in {"gzip", "x-gzip"}:
            return quality.strip("0.") != "" or not quality
    return False


def _events_and_others(accept: str) -> tuple[Wanted, float]:
    ranges = read(accept)
    return wanted(ranges, EVENTS), max(wanted(ranges, each).quality for each in OFFERED)


def wanted(ranges: Sequence[Range], media_type: str) -> Wanted:
    """How much a type is wanted: what the range says that names it most exactly."""
    found = [Wanted(each.quality, exactness) for each in ranges if (exactness := each.exactness(media_type))]
    return max(found, key=lambda each: each.exactness, default=Wanted(0, 0))


def read(accept: str) -> Sequence[Range]:
    """Read the ranges of a header; what cannot be read is left out."""
    found = (_RANGE.fullmatch(each) for each in _PART.findall(accept[:LONGEST]))
    ranges = (_range(match[1], match[2], match[3]) for match in found if match)
    return tuple(each for each in ranges if each is not None)


def _range(kind: str, subtype: str, written: str) -> Range | None:
    parameters: dict[str, str] = {}
    quality = 1.0
    at = 0
    while at < len(written):
        parameter = _PARAMETER.match(written, at)
        if parameter is None:
            return None
        at = parameter.end()
        name, value = (parameter[1] or "").lower(), _plain(parameter[2] or "")
        if name == "q":
            if _QUALITY.fullmatch(value) is None:
                return None
            quality = float(value)
        elif name:
            parameters[name] = "utf-8" if (name, value) == ("charset", "utf8") else value
    return Range(kind.lower(), subtype.lower(), parameters, quality)


def _plain(value: str) -> str:
    text = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
    return text.lower()
