"""What can be said about a declared licence: is it an SPDX expression, is it open, what was meant."""

from __future__ import annotations

from dataclasses import dataclass

from registry.licences import expressions, spdx
from registry.licences.expressions import (
    Addition,
    And,
    Expression,
    ExpressionError,
    Finding,
    Or,
    Reference,
    Simple,
    With,
)
from registry.licences.suggestions import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A deprecated id in an expression, and what SPDX asks to write instead (None: no single successor)."""

    id: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class ExpressionCheck:
    """The answer about one text.

    Attributes:
        input: the text as it came.
        valid: whether it is an SPDX expression.
        normalised: its canonical form, deprecated ids kept; None if invalid.
        osi_approved: whether OSI approved what the recipient may choose; None if invalid or not listed.
        fsf_libre: the same for the FSF; None also where the list does not know.
        deprecated: ids that SPDX asks to replace.
        errors: why it is invalid, with positions.
        warnings: what could be better in a valid expression.
        suggestion: what was probably meant if invalid; for a valid one always None.
    """

    input: str
    valid: bool
    normalised: str | None
    osi_approved: bool | None
    fsf_libre: bool | None
    deprecated: tuple[Deprecation, ...]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    suggestion: Suggestion | None


def check(text: str) -> ExpressionCheck:
    """Judge a declared licence; never raises."""
    try:
        parsed = expressions.read(text)
    except ExpressionError as refusal:
        return ExpressionCheck(text, False, None, None, None, (), refusal.findings, (), suggest(text))  # noqa: FBT003 - the field `valid`
    expression = parsed.expression
    return ExpressionCheck(
        input=text,
        valid=True,
        normalised=expressions.render(expression),
        osi_approved=osi_approved(expression),
        fsf_libre=fsf_libre(expression),
        deprecated=_deprecations(expression),
        errors=(),
        warnings=parsed.warnings,
        suggestion=None,
    )


def osi_approved(expression: Expression) -> bool | None:
    """Whether what a recipient may choose is approved by OSI; None if that hangs on an unlisted licence."""
    return _judged(expression, {entry.id: entry.osi_approved for entry in _entries(expression)})


def fsf_libre(expression: Expression) -> bool | None:
    """Whether what a recipient may choose is called free by the FSF; None if that is not known."""
    return _judged(expression, {entry.id: entry.fsf_libre for entry in _entries(expression)})


def is_open(expression: Expression) -> bool | None:
    """Whether OSI, FSF or the Open Definition recognise it (`spdx.is_open`); None for unlisted licences."""
    return _judged(expression, {entry.id: spdx.is_open(entry.id) for entry in _entries(expression)})


def modern(expression: Expression) -> Expression:
    """The same with deprecated ids replaced where SPDX names one successor."""
    match expression:
        case And(operands):
            return expressions.conjunction(tuple(modern(operand) for operand in operands))
        case Or(operands):
            return expressions.disjunction(tuple(modern(operand) for operand in operands))
        case With(Simple() as licence, exception):
            replaced = modern(licence)
            return With(replaced, exception) if isinstance(replaced, Simple) else expression
        case Simple(identifier, or_later) if identifier in spdx.VERSION_LEFT_OPEN and or_later:
            return Simple(f"{identifier}-or-later")
        case Simple(identifier, or_later):
            replacement = spdx.replacement(identifier)
            return expressions.parse(replacement) if replacement and not or_later else expression
        case _:
            return expression


def _judged(expression: Expression, judgement: dict[str, bool | None]) -> bool | None:
    """AND needs all, OR needs one (the recipient chooses), WITH a listed exception only adds permissions.

    An addition outside the list may be a condition as well (SPDX 3.0.1 annex "SPDX license expressions").
    """
    match expression:
        case Simple(identifier):
            return judgement[identifier]
        case Reference():
            return None
        case With(licence, Addition()):
            return False if _judged(licence, judgement) is False else None
        case With(licence):
            return _judged(licence, judgement)
        case And(operands):
            answers = {_judged(operand, judgement) for operand in operands}
            return False if False in answers else None if None in answers else True
        case Or(operands):
            answers = {_judged(operand, judgement) for operand in operands}
            return True if True in answers else None if None in answers else False


def _entries(expression: Expression) -> tuple[spdx.Licence, ...]:
    listed = spdx.licences()
    return tuple(listed[identifier] for identifier in dict.fromkeys(_identifiers(expression)))


def _identifiers(expression: Expression) -> tuple[str, ...]:
    found: list[str] = []
    for leaf in expressions.leaves(expression):
        licence = leaf.licence if isinstance(leaf, With) else leaf
        if isinstance(licence, Simple):
            found.append(licence.id)
    return tuple(found)


def _deprecations(expression: Expression) -> tuple[Deprecation, ...]:
    found = [
        Deprecation(entry.id, spdx.replacement(entry.id))
        for entry in _entries(expression)
        if entry.deprecated
    ]
    found.extend(
        Deprecation(leaf.exception, None)
        for leaf in expressions.leaves(expression)
        if isinstance(leaf, With)
        and isinstance(leaf.exception, str)
        and spdx.exceptions()[leaf.exception].deprecated
    )
    return tuple(dict.fromkeys(found))
