"""Whether two licence expressions say the same, where one side may say less than the other."""

from __future__ import annotations

from typing import TypeAlias

from registry.licences import expressions
from registry.licences.expressions import Expression, Reference, Simple, With

Leaf: TypeAlias = Simple | Reference | With


def agree(declared: Expression, shipped: Expression) -> bool:
    """Whether files say what is declared.

    Files cannot say AND or OR between themselves, so several files agree with a declaration that names the same
    licences. The suffix matters only where both sides have one, an exception only where the files state one.
    """
    these, those = tuple(expressions.leaves(declared)), tuple(expressions.leaves(shipped))
    return all(any(_fits(leaf, other) for other in those) for leaf in these) and all(
        any(_fits(other, leaf) for other in these) for leaf in those
    )


def names(expression: Expression) -> frozenset[str]:
    """The ids in an expression without the suffixes for later versions."""
    return frozenset(bare(leaf)[0] for leaf in expressions.leaves(expression))


def bare(leaf: Leaf) -> tuple[str, str]:
    """Id without suffix, and the suffix: ``-only``, ``-or-later`` (also for ``+``) or nothing."""
    licence = leaf.licence if isinstance(leaf, With) else leaf
    if isinstance(licence, Reference):
        return expressions.render(licence), ""
    if licence.or_later:
        return licence.id, "-or-later"
    for written, suffix in (("-only", "-only"), ("-or-later", "-or-later"), ("+", "-or-later")):
        if licence.id.endswith(written):
            return licence.id.removesuffix(written), suffix
    return licence.id, ""


def _fits(declared: Leaf, shipped: Leaf) -> bool:
    name, suffix = bare(declared)
    other_name, other_suffix = bare(shipped)
    if name != other_name or (suffix and other_suffix and suffix != other_suffix):
        return False
    if not isinstance(shipped, With):
        return True
    return isinstance(declared, With) and declared.exception == shipped.exception
