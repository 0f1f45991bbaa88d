"""publiccode.yml, versions 0.2 to 0.7 with the section of Taiwan: read, validated, summarised; pure."""

from registry.publiccode import rules
from registry.publiccode.correction import Correction, correct
from registry.publiccode.messages import MESSAGES, text_of
from registry.publiccode.model import Dependency, DependencyKind, Finding, PublicCode, Reading, Severity
from registry.publiccode.reader import MAX_BYTES, Scalar, Unreadable, plain, read_nodes
from registry.publiccode.report import (
    findings_as_json,
    findings_in_words,
    reading_as_json,
    unreadable_as_json,
)
from registry.publiccode.summary import summarise
from registry.publiccode.writing import write

__all__ = [
    "MAX_BYTES",
    "MESSAGES",
    "Correction",
    "Dependency",
    "DependencyKind",
    "Finding",
    "PublicCode",
    "Reading",
    "Severity",
    "Unreadable",
    "correct",
    "findings_as_json",
    "findings_in_words",
    "read",
    "reading_as_json",
    "summarise",
    "text_of",
    "unreadable_as_json",
    "write",
]


def read(data: bytes) -> Reading:
    """Read and validate a publiccode.yml.

    Raises:
        Unreadable: it is too large, no UTF-8, no YAML or no mapping; every lesser fault is a finding.
    """
    root = read_nodes(data)
    entry = root.entries.get("publiccodeYmlVersion")
    version = entry.value.value if entry and isinstance(entry.value, Scalar) else None
    return Reading(plain(root), version if isinstance(version, str) else None, rules.findings(root))
