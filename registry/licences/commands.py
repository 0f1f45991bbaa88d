"""What ``commonfield licence check`` and ``commonfield licence identify`` print: plain values and lines of text.

Pure, so that the command line, the API and the pages give the same answers; reading files is the caller's.
"""

from __future__ import annotations

from typing import Any

from registry.licences.checking import ExpressionCheck
from registry.licences.expressions import Finding, caret
from registry.licences.finding import IdentificationKind
from registry.licences.identification import Identification
from registry.licences.messages import message
from registry.licences.suggestions import REASONS, Suggestion, reason_text


def check_as_json(answer: ExpressionCheck) -> dict[str, Any]:
    """The answer of `check` in the shape that ``licence check --json`` prints.

    Keys: input, valid, normalised, osi_approved, fsf_libre, deprecated (objects with id and replacement),
    errors (objects with code, position, length, found, message), suggestion (object or null).
    """
    return {
        "input": answer.input,
        "valid": answer.valid,
        "normalised": answer.normalised,
        "osi_approved": answer.osi_approved,
        "fsf_libre": answer.fsf_libre,
        "deprecated": [{"id": each.id, "replacement": each.replacement} for each in answer.deprecated],
        "errors": [_finding_as_json(finding) for finding in answer.errors],
        "suggestion": suggestion_as_json(answer.suggestion) if answer.suggestion else None,
    }


def suggestion_as_json(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as plain values; the reason as its code and its text in every language we write."""
    return {
        "expression": suggestion.expression,
        "confidence": suggestion.confidence,
        "reason": {
            "code": suggestion.reason,
            **{language: reason_text(suggestion, language) for language in REASONS[suggestion.reason]},
        },
        "alternatives": list(suggestion.alternatives),
        "code": suggestion.code,
        "content": suggestion.content,
    }


def identification_as_json(answer: Identification) -> dict[str, Any]:
    """The answer of `identify` in the shape that ``licence identify --json`` prints, one object a file."""
    return {
        "path": answer.path,
        "expression": answer.expression,
        "confidence": answer.confidence,
        "kind": answer.kind.value,
        "parts": [
            {
                "expression": part.expression,
                "kind": part.kind.value,
                "confidence": part.confidence,
                "first_line": part.first_line,
                "last_line": part.last_line,
            }
            for part in answer.parts
        ],
        "differences": [
            {
                "kind": difference.kind.value,
                "expected": difference.expected,
                "found": difference.found,
                "line": difference.line,
            }
            for difference in answer.differences
        ],
    }


def check_as_text(answer: ExpressionCheck, language: str = "en") -> str:
    """The same for a reader: the verdict, and under an error the place with carets."""
    if answer.valid:
        notes = [f"  {message(warning, language)}" for warning in answer.warnings]
        return "\n".join([f"{answer.normalised}: {_VALID[language]}", *notes])
    lines = []
    for error in answer.errors:
        lines += [
            message(error, language),
            *(f"  {line}" for line in caret(answer.input, error).splitlines()),
        ]
    if answer.suggestion is not None:
        lines.append(f"  -> {answer.suggestion.expression} ({answer.suggestion.confidence:.0%})")
        lines.append(f"     {reason_text(answer.suggestion, language)}")
    return "\n".join(lines)


def identification_as_text(answer: Identification, language: str = "en") -> str:
    """The same for a reader: path, expression and how it was found, then the differences that matter."""
    name = answer.expression or _UNKNOWN[language]
    lines = [f"{answer.path}: {name} ({answer.kind.value}, {answer.confidence:.0%})"]
    if answer.kind in {IdentificationKind.COMPOSITE, IdentificationKind.MODIFIED}:
        lines += [
            f"  {part.first_line}-{part.last_line}: {part.expression or _UNKNOWN[language]} ({part.kind.value})"
            for part in answer.parts
        ]
    lines += [
        f"  {each.line}: {each.kind.value}: -[{each.expected}] +[{each.found}]" for each in answer.differences
    ]
    return "\n".join(lines)


_VALID = {"en": "a valid SPDX expression", "zh-Hant": "有效的 SPDX 表示式"}
_UNKNOWN = {"en": "unknown", "zh-Hant": "無法辨識"}


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "position": finding.position,
        "length": finding.length,
        "found": finding.found,
        "message": {language: message(finding, language) for language in ("en", "zh-Hant")},
    }
