"""What is said about a file to a program: one JSON object, as `commonfield validate --json` prints it."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.publiccode.messages import MESSAGES, text_of
from registry.publiccode.model import Finding, Reading
from registry.publiccode.reader import Unreadable


def reading_as_json(file: str, reading: Reading) -> dict[str, Any]:
    """Give the report on a file that could be read: file, version, ok, results."""
    return {
        "file": file,
        "version": reading.version,
        "ok": reading.ok,
        "results": findings_as_json(reading.findings),
    }


def unreadable_as_json(file: str, refusal: Unreadable) -> dict[str, Any]:
    """Give the report on a file that could not be read: the same shape, with one error about the whole file."""
    result = {
        "severity": "error",
        "code": refusal.code,
        "key": "",
        "message": refusal.message,
        "line": refusal.line,
        "column": refusal.column,
        "fix": None,
    }
    return {"file": file, "version": None, "ok": False, "results": [result]}


def findings_as_json(findings: Iterable[Finding], language: str = "en") -> list[dict[str, Any]]:
    """Give findings as the results of a report, each message in a language: English, or Traditional Chinese."""
    return [
        {**_finding_as_json(each), "message": text_of(each.code, each.values, language)} for each in findings
    ]


def findings_in_words(read: Reading | Unreadable) -> tuple[dict[str, Any], ...]:
    """Give the results of a report as a catalogue stores them: each message as a map from language to text."""
    if isinstance(read, Unreadable):
        return ({**unreadable_as_json("", read)["results"][0], "message": _in_words(read.code, read.values)},)
    return tuple(
        {**_finding_as_json(each), "message": _in_words(each.code, each.values)} for each in read.findings
    )


def _in_words(code: str, values: Mapping[str, str]) -> dict[str, str]:
    return {language: text_of(code, values, language) for language in MESSAGES[code]}


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "key": finding.key,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "fix": finding.fix,
    }
