"""The reconciled answer about a licence: what is declared, what ships, and whether they are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from registry.licences import agreement, checking, expressions
from registry.licences.declarations import Declaration, contradicted, declaration, leaves_suffix_open
from registry.licences.evidence import (
    SHIPPED,
    Evidence,
    EvidenceKind,
    Subject,
    evidence_as_json,
    evidence_from_json,
)
from registry.licences.expressions import Expression, ExpressionError
from registry.licences.next_steps import NEXT_STEPS, UNSEEN


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
        content: SPDX expression of texts, pictures and data, where files or declaration tell them from the code.
    """

    kind: VerdictKind
    declared: str | None
    shipped: str | None
    suggestion: str | None
    evidence: tuple[Evidence, ...]
    next_step: str
    content: str | None = None


@dataclass(frozen=True, slots=True)
class _Shipment:
    """What the files say.

    `expression` is for the code, or for everything where code and content are not told apart, `content` for the
    content alone; `seen` tells whether anybody looked, `unnamed` whether a file was not understood.
    """

    expression: Expression | None
    seen: bool
    unnamed: bool
    content: Expression | None = None

    def agrees_with(self, declared: Expression) -> bool:
        """Whether the files say what is declared, for the code alone or together with the content."""
        if self.expression is None:
            return False
        together = expressions.conjunction(tuple(x for x in (self.expression, self.content) if x is not None))
        return agreement.agree(declared, self.expression) or agreement.agree(declared, together)


def reconcile(evidence: Sequence[Evidence]) -> Verdict:
    """The verdict over all evidence about one repository at one time."""
    declared, shipment = declaration(evidence), _shipment(evidence)
    shipped = expressions.render(shipment.expression) if shipment.expression is not None else None
    kind, suggestion, step = _judged(declared, shipment)
    if contradicted(evidence):
        kind, suggestion, step = _doubted(kind, suggestion, step)
    if kind in _MAY_MISLEAD and misnamed(evidence):
        kind, suggestion, step = VerdictKind.CONFLICT, None, "RENAME_TEXT"
    content = shipment.content or (declared.content if declared else None)
    return Verdict(
        kind,
        declared.written if declared else None,
        shipped,
        suggestion,
        tuple(evidence),
        step,
        expressions.render(content) if content is not None else None,
    )


def next_step_text(verdict: Verdict, language: str) -> str:
    """What to do, in a sentence; any language but ``zh-Hant`` falls back to English."""
    texts = NEXT_STEPS[verdict.next_step]
    text = misnamed(verdict.evidence)
    return texts.get(language, texts["en"]).format(
        file=text.source if text else None,
        named=text.statement if text else None,
        found=text.expression if text else None,
        declared=verdict.declared,
        shipped=verdict.shipped or verdict.declared,
        suggestion=verdict.suggestion or verdict.declared or verdict.shipped,
    )


def misnamed(evidence: Sequence[Evidence]) -> Evidence | None:
    """The first licence file whose text is another licence than its name promises."""
    return next(
        (
            piece
            for piece in evidence
            if piece.kind is EvidenceKind.LICENCE_FILE and piece.statement and piece.expression
        ),
        None,
    )


_MAY_MISLEAD: Final = frozenset(
    {VerdictKind.AGREE, VerdictKind.DECLARED_ONLY, VerdictKind.SHIPPED_ONLY, VerdictKind.CONFLICT}
)  # what is not open or unknown stays so, whatever a file is called


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain values; times in ISO 8601."""
    return {
        "kind": verdict.kind.value,
        "declared": verdict.declared,
        "shipped": verdict.shipped,
        "suggestion": verdict.suggestion,
        "evidence": [evidence_as_json(piece) for piece in verdict.evidence],
        "next_step": verdict.next_step,
        "content": verdict.content,
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
        evidence=tuple(evidence_from_json(piece) for piece in value["evidence"]),
        next_step=value["next_step"],
        content=value.get("content"),
    )


def _judged(declaration: Declaration | None, shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    """Kind, suggestion and next step."""
    if declaration is None:
        return _shipped_alone(shipment)
    if shipment.expression is None:
        return _declared_alone(declaration, shipment)
    if declaration.meant is None and not declaration.denied:
        return _undeclared(shipment.expression)
    stated = [
        meant for meant in (declaration.meant, declaration.code, *declaration.others) if meant is not None
    ]
    agreed = next((meant for meant in stated if shipment.agrees_with(meant)), None)
    if declaration.content and shipment.content:
        agreed = agreed if agreement.agree(declaration.content, shipment.content) else None
    if agreed is None:
        named = agreement.names(declaration.meant) if declaration.meant else frozenset[str]()
        missing = agreement.names(shipment.expression) < named
        return VerdictKind.CONFLICT, None, "ADD_MISSING_TEXTS" if missing else "RESOLVE_CONFLICT"
    better = expressions.render(agreed) if agreed in declaration.others else declaration.better
    kind, better, step = _confirmed(shipment, shipment.expression, better)
    if step != "NOTHING_TO_DO" or not better:
        return kind, better, step
    is_open = declaration.doubt == "ONLY_OR_LATER_OPEN" and leaves_suffix_open(shipment.expression)
    return kind, better, "SAY_ONLY_OR_LATER" if is_open else declaration.step


_NO_DOUBT = frozenset({"", "NAME_UNDERSTOOD"})
"""Why a declaration may be taken to mean what we suggest, so that only its spelling is to be mended."""


def _confirmed(
    shipment: _Shipment, shipped: Expression, better: str | None
) -> tuple[VerdictKind, str | None, str]:
    """What follows when the files say what is declared."""
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, better, "NAME_THE_TEXT"
    if checking.is_open(shipped) is False:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    return VerdictKind.AGREE, _told_by_files(better, shipped), "NOTHING_TO_DO"


def _doubted(kind: VerdictKind, suggestion: str | None, step: str) -> tuple[VerdictKind, str | None, str]:
    """What a manifest that contradicts publiccode.yml changes: files decide, and without them nothing does."""
    if kind is VerdictKind.AGREE and step == "NOTHING_TO_DO":
        return kind, suggestion, "CORRECT_MANIFEST"
    if kind is VerdictKind.DECLARED_ONLY or step in UNSEEN:
        return VerdictKind.CONFLICT, None, "RESOLVE_DECLARATIONS"
    return kind, suggestion, step


def _shipped_alone(shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    if shipment.expression is None:
        return VerdictKind.UNKNOWN, None, "NAME_THE_TEXT" if shipment.unnamed else "STATE_A_LICENCE"
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, None, "NAME_THE_TEXT"
    if checking.is_open(shipment.expression) is False:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    return _undeclared(shipment.expression)


def _undeclared(shipped: Expression) -> tuple[VerdictKind, str | None, str]:
    """What follows when the files hold an open licence and nothing readable declares it."""
    step = "DECLARE_WITH_SUFFIX" if leaves_suffix_open(shipped) else "DECLARE_LICENCE"
    return VerdictKind.SHIPPED_ONLY, expressions.render(checking.modern(shipped)), step


def _declared_alone(declaration: Declaration, shipment: _Shipment) -> tuple[VerdictKind, str | None, str]:
    if shipment.unnamed:
        return VerdictKind.UNKNOWN, declaration.better, "NAME_THE_TEXT"
    if declaration.denied:
        return VerdictKind.NOT_OPEN, None, "CHOOSE_OPEN_LICENCE"
    if declaration.meant is None:
        return VerdictKind.UNKNOWN, None, "DECLARE_READABLY"
    if checking.is_open(declaration.meant) is False:
        return VerdictKind.NOT_OPEN, declaration.better, "CHOOSE_OPEN_LICENCE"
    if not shipment.seen:
        return VerdictKind.UNKNOWN, declaration.better, declaration.unseen_step
    suggestion = declaration.better or expressions.render(declaration.meant)
    is_certain = declaration.step == "WRITE_EXPRESSION" and declaration.doubt in _NO_DOUBT
    step = "WRITE_EXPRESSION_AND_ADD_FILE" if is_certain else "ADD_LICENCE_FILE"
    return VerdictKind.DECLARED_ONLY, suggestion, "STATE_CODE_LICENCE" if declaration.is_of_content else step


def _shipment(evidence: Sequence[Evidence]) -> _Shipment:
    """What the licence files say together; a forge's opinion counts only where nobody read the files."""
    files = [piece for piece in evidence if piece.kind in SHIPPED]
    if not files and any(piece.kind is EvidenceKind.NO_FILE for piece in evidence):
        return _Shipment(None, seen=True, unnamed=False)
    files = files or [piece for piece in evidence if piece.kind is EvidenceKind.FORGE and piece.expression]
    code, unnamed = _understood([piece for piece in files if piece.about is not Subject.CONTENT])
    content, nameless = _understood([piece for piece in files if piece.about is Subject.CONTENT])
    if code is None and not unnamed:
        code, content = content, None  # there is nothing but content
    return _Shipment(code, seen=bool(files), unnamed=unnamed or nameless, content=content)


def _understood(files: Sequence[Evidence]) -> tuple[Expression | None, bool]:
    """What files say together, and whether one of them was not understood."""
    found: dict[Expression, None] = {}
    unnamed = False
    for piece in files:
        try:
            found[expressions.parse(piece.expression or "")] = None
        except ExpressionError:
            unnamed = True
    return expressions.conjunction(tuple(found)) if found else None, unnamed


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
