"""The corrected copy of a file: what is certain is mended in place, the rest of the text stays as it was written.

Corrections are written over the source of the very key or value that is wrong. Loading and writing the file anew
would fold its texts, move its comments and change its quotation marks.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.publiccode import rules
from registry.publiccode.model import Finding, Severity
from registry.publiccode.reader import Place, Span, decoded, read_nodes, spans

_ABOUT_KEYS = frozenset({"UNKNOWN_KEY", "RENAMED_KEY"})
_WRITTEN_AS_IS = frozenset(
    {"WRONG_TYPE", "NOT_QUOTED"}
)  # true, false, and a version with its quotation marks
_LIST = "NOT_A_LIST"
_PLAIN = re.compile(r"[^\W\d][\w./+-]*(?: [\w./+-]+)*|\d{4}-\d{2}-\d{2}|https?://[\w./%?=&~+-]+")
_ENDS_AN_ITEM = re.compile(r"[,{}\[\]]")
_READ_AS_SOMETHING_ELSE = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_PASSES = 3  # a corrected key shows its value to the rules, whose correction may show one more


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of correcting a file.

    Attributes:
        data: the corrected copy; the file itself where nothing was certain.
        done: the findings that were mended, as they were found.
        left: what is wrong with the copy, for a person to decide.
    """

    data: bytes
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the copy is valid."""
        return not _errors(self.left)


def correct(data: bytes) -> Correction:
    """Mend what is certain; comments, order and every other character stay.

    Raises:
        Unreadable: as `read`.
    """
    text = decoded(data)
    found = _findings(text)
    done: list[Finding] = []
    for _ in range(_PASSES):
        text, mended = _pass(text, found)
        if not mended:
            break
        done += mended
        found = _findings(text)
    return Correction(text.encode() if done else data, tuple(done), found)


def _findings(text: str) -> tuple[Finding, ...]:
    return rules.findings(read_nodes(text.encode()))


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _pass(text: str, found: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """Write every certain correction; if new names of keys bring out more errors than they mend, without those."""
    certain = [each for each in found if each.fix_is_certain and each.fix is not None]
    mended, done = _written(text, certain)
    if done and _errors(_findings(mended)) > _errors(found):
        return _written(text, [each for each in certain if each.code not in _ABOUT_KEYS])
    return mended, done


def _written(text: str, certain: Sequence[Finding]) -> tuple[str, list[Finding]]:
    source = spans(text) if certain else {}
    done: list[Finding] = []
    names: set[tuple[str, str]] = set()
    edits: dict[Span, str] = {}
    for finding in certain:
        span = source.get(Place(finding.line, finding.column))
        if span is None or span in edits or not _is_simple(text, span):
            continue
        name = (finding.key.rpartition(".")[0], finding.fix or "")
        if finding.code in _ABOUT_KEYS and name in names:
            continue
        names.add(name)
        edits[span] = _replacement(text[span.start : span.end], span, finding)
        done.append(finding)
    for span in sorted(edits, reverse=True):
        text = text[: span.start] + edits[span] + text[span.end :]
    return text, done


def _is_simple(text: str, span: Span) -> bool:
    """Whether the source is one word on one line: blocks, anchors and tags are left to their author."""
    written = text[span.start : span.end]
    return span.style in {"", "'", '"'} and "\n" not in written and written[:1] not in {"&", "!", "*", ""}


def _replacement(written: str, span: Span, finding: Finding) -> str:
    fix = finding.fix or ""
    if finding.code in _WRITTEN_AS_IS:
        return fix
    if finding.code == _LIST:
        needs_marks = not span.style and _ENDS_AN_ITEM.search(written)
        return f"[{json.dumps(written, ensure_ascii=False) if needs_marks else written}]"
    if span.style == "'":
        return "'" + fix.replace("'", "''") + "'"
    if span.style == '"' or not _PLAIN.fullmatch(fix) or fix.casefold() in _READ_AS_SOMETHING_ELSE:
        return json.dumps(fix, ensure_ascii=False)
    return fix
