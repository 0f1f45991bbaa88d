"""What is declared about a licence, and how it is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registry.licences import agreement, checking, expressions, spdx
from registry.licences.evidence import Evidence, EvidenceKind
from registry.licences.expressions import Expression, ExpressionError
from registry.licences.suggestions import denies, suggest

# Whoever writes publiccode.yml speaks for the project; a manifest speaks for one package, a README in passing.
_DECLARING: Final = (EvidenceKind.PUBLICCODE, EvidenceKind.MANIFEST, EvidenceKind.README)


_UNSEEN_STEPS: Final = {
    "ONLY_OR_LATER_OPEN": "SAY_ONLY_OR_LATER_THEN_LOOK",
    "CHOICE_OPEN": "SAY_AND_OR_OR_THEN_LOOK",
}
_LEFT_OPEN: Final = frozenset((identifier, "") for identifier in spdx.VERSION_LEFT_OPEN)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What was declared and how it is understood.

    `code` and `content` are the parts for these alone where they have different licences; `others` are further
    readings, for the files to confirm; `denied` means that the words refuse a licence; `doubt` is the code of
    `suggestions.REASONS` for what it leaves open.
    """

    written: str
    meant: Expression | None
    code: Expression | None
    content: Expression | None
    better: str | None
    step: str
    others: tuple[Expression, ...] = ()
    denied: bool = False
    doubt: str = ""

    @property
    def is_of_content(self) -> bool:
        """Whether it names a licence of texts and pictures and none of the code."""
        return self.code is None and self.content is not None

    @property
    def unseen_step(self) -> str:
        """What to do while nobody has read the files."""
        if self.is_of_content:
            return "STATE_CODE_LICENCE"
        if self.better is None:
            return "LOOK_AT_FILES"
        return _UNSEEN_STEPS.get(self.doubt, "WRITE_EXPRESSION_THEN_LOOK")


def declaration(evidence: Sequence[Evidence]) -> Declaration | None:
    """The weightiest declaration that says anything."""
    for kind in _DECLARING:
        for piece in evidence:
            written = (piece.statement or piece.expression or "").strip()
            if piece.kind is kind and written:
                return understood(piece.statement or piece.expression or "")
    return None


def understood(written: str) -> Declaration:
    """What a declaration means, as an expression where that can be told."""
    try:
        meant = expressions.parse(written)
    except ExpressionError:
        suggestion = suggest(written)
        if suggestion is None:
            return Declaration(written, None, None, None, None, "DECLARE_READABLY", denied=denies(written))
        code = expressions.parse(suggestion.code) if suggestion.code else None
        content = expressions.parse(suggestion.content) if suggestion.content else None
        meant = expressions.parse(suggestion.expression)
        others = tuple(expressions.parse(other) for other in suggestion.alternatives)
        return Declaration(
            written,
            meant,
            code,
            content,
            suggestion.expression,
            "WRITE_EXPRESSION",
            others,
            doubt=suggestion.reason,
        )
    step = "SAY_ONLY_OR_LATER" if leaves_suffix_open(meant) else "REPLACE_DEPRECATED"
    modern = expressions.render(checking.modern(meant))
    canonical = expressions.render(meant)
    if modern != canonical:
        doubt = "ONLY_OR_LATER_OPEN" if step == "SAY_ONLY_OR_LATER" else ""
        return Declaration(written, meant, None, None, modern, step, doubt=doubt)
    if canonical != written:
        return Declaration(written, meant, None, None, canonical, "WRITE_EXPRESSION")
    return Declaration(written, meant, None, None, None, "NOTHING_TO_DO")


def leaves_suffix_open(expression: Expression) -> bool:
    """Whether an expression has a GNU id that does not say whether later versions are allowed."""
    return any(agreement.bare(leaf) in _LEFT_OPEN for leaf in expressions.leaves(expression))


def contradicted(evidence: Sequence[Evidence]) -> bool:
    """Whether publiccode.yml and a package manifest at the root declare licences that do not agree.

    Manifests in folders speak for parts, which may have licences of their own; what cannot be understood, or
    refuses a licence because a package is not for a registry, contradicts nothing.
    """
    said = declaration([piece for piece in evidence if piece.kind is EvidenceKind.PUBLICCODE])
    if said is None or said.meant is None:
        return False
    stated = [meant for meant in (said.meant, said.code, *said.others) if meant is not None]
    for piece in evidence:
        if piece.kind is EvidenceKind.MANIFEST and "/" not in piece.source and piece.statement:
            other = understood(piece.statement).meant
            if other and not any(
                agreement.agree(one, other) or agreement.agree(other, one) for one in stated
            ):
                return True
    return False
