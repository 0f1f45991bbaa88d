"""The reconciled answer about a licence: what is declared, what ships, and whether they are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from registry.licences import agreement, checking, expressions, spdx
from registry.licences.expressions import Expression, ExpressionError
from registry.licences.next_steps import NEXT_STEPS
from registry.licences.suggestions import denies, suggest


class EvidenceKind(StrEnum):
    """Where a piece of evidence comes from."""

    PUBLICCODE = "PUBLICCODE"
    LICENCE_FILE = "LICENCE_FILE"
    FORGE = "FORGE"
    MANIFEST = "MANIFEST"
    README = "README"
    NO_FILE = "NO_FILE"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was said or seen about the licence.

    Attributes:
        kind: where it comes from; NO_FILE means that all files were looked at and none is a licence.
        source: path or address, for a person to look it up.
        statement: the words as they stand there; None for files.
        expression: what it was understood as, e.g. by `identify`; None if not understood.
        observed_at: when it was seen, with time zone.
    """

    kind: EvidenceKind
    source: str
    statement: str | None = None
    expression: str | None = None
    observed_at: datetime | None = None


class VerdictKind(StrEnum):
    """The answer in one word."""

    AGREE = "AGREE"
    DECLARED_ONLY = "DECLARED_ONLY"
    SHIPPED_ONLY = "SHIPPED_ONLY"
    CONFLICT = "CONFLICT"
    NOT_OPEN = "NOT_OPEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, with everything it rests on.

    Attributes:
        kind: the answer in one word.
        declared: the declaration as it was written, never corrected.
        shipped: SPDX expression of the files, or None.
        suggestion: the expression that should be declared, if that is not what stands there.
        evidence: every piece, in the order it was given.
        next_step: code in `NEXT_STEPS`.
    """

    kind: VerdictKind
    declared: str | None
    shipped: str | None
    suggestion: str | None
    evidence: tuple[Evidence, ...]
    next_step: str


# Whoever writes publiccode.yml speaks for the project; a manifest speaks for one package, a README in passing.
_DECLARING: Final = (EvidenceKind.PUBLICCODE, EvidenceKind.MANIFEST, EvidenceKind.README)


_LEFT_OPEN: Final = frozenset((identifier, "") for identifier in spdx.VERSION_LEFT_OPEN)


@dataclass(frozen=True, slots=True)
class _Declaration:
    """What was declared and how it is understood.

    `code` is the part for the code alone where code and content have different licences; `others` are further
    readings, for the files to confirm; `denied` means that the words refuse a licence.
    """

    written: str
    meant: Expression | None
    code: Expression | None
    better: str | None
    step: str
    others: tuple[Expression, ...] = ()
    denied: bool = False


@dataclass(frozen=True, slots=True)
class _Shipment:
    """What the files say; `seen` tells whether anybody looked, `unnamed` whether a file was not understood."""

    expression: Expression | None
    seen: bool
    unnamed: bool


def reconcile(evidence: Sequence[Evidence]) -> Verdict:
    """The verdict over all evidence about one repository at one time."""
    declaration, shipment = _declaration(evidence), _shipment(evidence)
    shipped = expressions.render(shipment.expression) if shipment.expression is not None else None
    kind, suggestion, step = _judged(declaration, shipment)
    written = declaration.written if declaration else None
    return Verdict(kind, written, shipped, suggestion, tuple(evidence), step)


def next_step_text(verdict: Verdict, language: str) -> str:
    """What to do, in a sentence; any language but ``zh-Hant`` falls back to English."""
    texts = NEXT_STEPS[verdict.next_step]
    return texts.get(language, texts["en"]).format(
        declared=verdict.declared,
        shipped=verdict.shipped or verdict.declared,
        suggestion=verdict.suggestion or verdict.declared or verdict.shipped,
    )


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain values; times in ISO 8601."""
    return {
        "kind": verdict.kind.value,
        "declared": verdict.declared,
        "shipped": verdict.shipped,
        "suggestion": verdict.suggestion,
        "evidence": [
            {
                "kind": piece.kind.value,
                "source": piece.source,
                "statement": piece.statement,
                "expression": piece.expression,
                "observed_at": piece.observed_at.isoformat() if piece.observed_at else None,
            }
            for piece in verdict.evidence
        ],
        "next_step": verdict.next_step,
    }


def verdict_from_json(value: Mapping[str, Any]) -> Verdict:
    """The verdict that `verdict_as_json` wrote.

    Raises:
        KeyError, ValueError: the value is not of that shape.
    """
    return Verdict(
        kind=VerdictKind(value["kind"]),
        declared=value["declared"],
        shipped=value["shipped"],
        suggestion=value["suggestion"],
        evidence=tuple(
            Evidence(
                kind=EvidenceKind(piece["kind"]),
                source=piece["source"],
                statement=piece["statement"],
                expression=piece["expression"],
                observed_at=datetime.fromisoformat(piece["observed_at"]) if piece["observed_at"] else None,
            )
            for piece in value["evidence"]
        ),
        next_step=value["next_step"],
    )


def _judged(declaration: _Declaration | None, shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    """Kind, suggestion and next step."""
    if declaration is None:
        return _shipped_alone(shipment)
    if shipment.expression is None:
        return _declared_alone(declaration, shipment)
    if declaration.meant is None and not declaration.denied:
        return VerdictKind.SHIPPED_ONLY, expressions.render(shipment.expression), "DECLARE_LICENCE"
    stated = [
        meant for meant in (declaration.meant, declaration.code, *declaration.others) if meant is not None
    ]
    agreed = next((meant for meant in stated if agreement.agree(meant, shipment.expression)), None)
    if agreed is None:
        named = agreement.names(declaration.meant) if declaration.meant else frozenset[str]()
        missing = agreement.names(shipment.expression) < named
        return VerdictKind.CONFLICT, None, "ADD_MISSING_TEXTS" if missing else "RESOLVE_CONFLICT"
    better = expressions.render(agreed) if agreed in declaration.others else declaration.better
    kind, better, step = _confirmed(shipment, shipment.expression, better)
    return kind, better, declaration.step if step == "NOTHING_TO_DO" and better else step


def _confirmed(
    shipment: _Shipment, shipped: Expression, better: str | None
) -> tuple[VerdictKind, str | None, str]:
    """What follows when the files say what is declared."""
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, better, "NAME_THE_TEXT"
    if checking.is_open(shipped) is False:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    return VerdictKind.AGREE, _told_by_files(better, shipped), "NOTHING_TO_DO"


def _shipped_alone(shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    if shipment.expression is None:
        return VerdictKind.UNKNOWN, None, "NAME_THE_TEXT" if shipment.unnamed else "STATE_A_LICENCE"
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, None, "NAME_THE_TEXT"
    if checking.is_open(shipment.expression) is False:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    suggestion = expressions.render(checking.modern(shipment.expression))
    step = "SAY_ONLY_OR_LATER" if _leaves_suffix_open(shipment.expression) else "DECLARE_LICENCE"
    return VerdictKind.SHIPPED_ONLY, suggestion, step


def _declared_alone(declaration: _Declaration, shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, declaration.better, "NAME_THE_TEXT"
    if declaration.denied:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    if declaration.meant is None:
        return VerdictKind.UNKNOWN, None, "DECLARE_READABLY"
    if checking.is_open(declaration.meant) is False:
        return VerdictKind.NOT_OPEN, declaration.better, "CHOOSE_OPEN_LICENCE"
    if not shipment.seen:
        return VerdictKind.UNKNOWN, declaration.better, "LOOK_AT_FILES"
    suggestion = declaration.better or expressions.render(declaration.meant)
    return VerdictKind.DECLARED_ONLY, suggestion, "ADD_LICENCE_FILE"


def _declaration(evidence: Sequence[Evidence]) -> _Declaration | None:
    """The weightiest declaration that says anything."""
    for kind in _DECLARING:
        for piece in evidence:
            written = (piece.statement or piece.expression or "").strip()
            if piece.kind is kind and written:
                return _understood(piece.statement or piece.expression or "")
    return None


def _understood(written: str) -> _Declaration:
    try:
        meant = expressions.parse(written)
    except ExpressionError:
        suggestion = suggest(written)
        if suggestion is None:
            return _Declaration(written, None, None, None, "DECLARE_READABLY", denied=denies(written))
        code = expressions.parse(suggestion.code) if suggestion.code else None
        meant = expressions.parse(suggestion.expression)
        others = tuple(expressions.parse(other) for other in suggestion.alternatives)
        return _Declaration(written, meant, code, suggestion.expression, "WRITE_EXPRESSION", others)
    step = "SAY_ONLY_OR_LATER" if _leaves_suffix_open(meant) else "REPLACE_DEPRECATED"
    modern = expressions.render(checking.modern(meant))
    canonical = expressions.render(meant)
    if modern != canonical:
        return _Declaration(written, meant, None, modern, step)
    if canonical != written:
        return _Declaration(written, meant, None, canonical, "WRITE_EXPRESSION")
    return _Declaration(written, meant, None, None, "NOTHING_TO_DO")


def _leaves_suffix_open(expression: Expression) -> bool:
    return any(agreement.bare(leaf) in _LEFT_OPEN for leaf in expressions.leaves(expression))


def _shipment(evidence: Sequence[Evidence]) -> _Shipment:
    """What the licence files say together; a forge's opinion counts only where nobody read the files."""
    files = [piece for piece in evidence if piece.kind is EvidenceKind.LICENCE_FILE]
    if not files and any(piece.kind is EvidenceKind.NO_FILE for piece in evidence):
        return _Shipment(None, seen=True, unnamed=False)
    files = files or [piece for piece in evidence if piece.kind is EvidenceKind.FORGE and piece.expression]
    found: dict[Expression, None] = {}
    unnamed = False
    for piece in files:
        try:
            found[expressions.parse(piece.expression or "")] = None
        except ExpressionError:
            unnamed = True
    whole = expressions.conjunction(tuple(found)) if found else None
    return _Shipment(whole, seen=bool(files), unnamed=unnamed)


def _told_by_files(better: str | None, shipped: Expression) -> str | None:
    """What should be declared instead, with the suffix of the files where the declaration leaves it open."""
    if better is None:
        return None
    for leaf in expressions.leaves(shipped):
        name, suffix = agreement.bare(leaf)
        if suffix:
            other = "-only" if suffix == "-or-later" else "-or-later"
            better = better.replace(name + other, name + suffix)
    return better
