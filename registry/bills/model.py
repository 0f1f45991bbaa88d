"""What a software is made of, as its forge or its publisher lists it, and how that goes with its own licence; pure."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from registry.licences import VerdictKind, check
from registry.licences.compatibility import Answer, Compatibility, compatible
from registry.licences.compatibility_reasons import REASONS, reason_text
from registry.sbom import Component, Sbom
from registry.sbom.messages import FINDINGS, message
from registry.software.model import Software
from registry.texts import storable

MOST_BYTES: Final = 8 * 1024 * 1024  # of a document; ten thousand packages come to seven million
MOST_COMPONENTS: Final = 20_000  # three times as many as the largest that forges list; each is a row
MOST_FINDINGS: Final = 100  # kept; whoever mends a file checks it anew, where all are told
LONGEST: Final = 500  # characters of a name, version, address or licence; the document itself is kept whole
ASKED_AGAIN_AFTER: Final = timedelta(days=7)  # dependencies change with releases, and the answer is megabytes
LANGUAGES: Final = ("en", "zh-Hant")


class Source(StrEnum):
    """Where a bill comes from; what a publisher handed in stands before what the forge made up."""

    FORGE = "FORGE"
    UPLOADED = "UPLOADED"


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of materials as it is stored.

    Attributes:
        document: as it came.
        seen_at: when it came.
        sbom: what it says.
    """

    source: Source
    document: bytes
    seen_at: datetime
    sbom: Sbom

    @property
    def sha256(self) -> str:
        """Digest of the document, in hexadecimal."""
        return hashlib.sha256(self.document).hexdigest()

    @property
    def components(self) -> Sequence[Component]:
        """What the software is made of: all but the software itself."""
        roots = frozenset(self.sbom.roots)
        return [each for each in self.sbom.components if each.id not in roots]


@dataclass(frozen=True, slots=True)
class Asked:
    """When a forge was asked for a bill last.

    Attributes:
        etag: the validator of its answer, if it gave one.
        problem: why none came; None when one did.
    """

    at: datetime
    etag: str | None
    problem: str | None

    def is_due(self, now: datetime) -> bool:
        """Say whether to ask again."""
        return now - self.at >= ASKED_AGAIN_AFTER


def outbound(software: Software) -> str | None:
    """Give the licence that components are held against; None while it is not settled.

    It is what everybody can rely on, or what the publisher declares where no file says anything or none was seen.
    """
    verdict = software.verdict
    is_all_that_is_known = verdict.kind is VerdictKind.DECLARED_ONLY or verdict.next_step == "LOOK_AT_FILES"
    if software.licence is not None or not is_all_that_is_known:
        return software.licence
    declared = check(software.metadata.licence or "")
    return declared.normalised if declared.valid else None


@dataclass(frozen=True, slots=True)
class Judged:
    """One licence in a bill.

    Attributes:
        licence: as the components have it; empty where none is told.
        components: how many are under it.
        answer: whether they may go out under the licence of the software.
    """

    licence: str
    components: int
    answer: Compatibility

    @property
    def rank(self) -> int:
        """Its place from what to act on first (0) to what is fine."""
        return (Answer.NO, Answer.CHECK, Answer.UNKNOWN, Answer.YES).index(self.answer.answer)


def judge(counts: Mapping[str, int], under: str | None) -> Sequence[Judged]:
    """Hold licences against that of the software; UNKNOWN, also where that is not settled, is never yes."""
    return [Judged(licence, count, compatible(licence, under or "")) for licence, count in counts.items()]


def licence_of(component: Component) -> str:
    """Give the licence to go by, empty when none is told; one too long to be kept is no expression any more."""
    return cut(component.licence or "")


def cut(text: str) -> str:
    """Shorten a text that is shown and compared, and say so with an ellipsis."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def counted(components: Sequence[Component]) -> Mapping[str, int]:
    """Count components by the licence to go by."""
    return Counter(storable(licence_of(each)) for each in components)


def compatibility_as_row(answer: Compatibility) -> dict[str, Any]:
    """Write an answer as the API gives it, with its words by language."""
    inbound, deciding = answer.deciding or (None, None)
    return {
        "inbound": answer.inbound,
        "outbound": answer.outbound,
        "answer": answer.answer.value,
        "reason": answer.reason,
        "explanation": {language: reason_text(answer, language) for language in LANGUAGES},
        "source": REASONS[answer.reason].source or None,
        "deciding_inbound": inbound,
        "deciding_outbound": deciding,
    }


def findings_as_rows(sbom: Sbom) -> list[dict[str, Any]]:
    """Write what is wrong with a bill, the first of it, with its words by language."""
    return [
        {
            "code": each.code,
            "place": each.place,
            "found": each.found,
            "message": {language: message(each, language) for language in FINDINGS[each.code]},
        }
        for each in sbom.findings[:MOST_FINDINGS]
    ]
