"""Which differences between a text and a licence change nothing, and which make it another licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.licences.alignment import Gap
from registry.licences.limiting import LIMITING, NEGATING
from registry.licences.normalise import words_in
from registry.licences.surroundings import OPERATIVE, TALKING


class DifferenceKind(StrEnum):
    """How a text departs from a licence."""

    INSERTED = "inserted"
    MISSING = "missing"
    REPLACED = "replaced"
    ADDED = "added"  # around the licence, not inside


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a text is not the licence.

    Attributes:
        kind: what was done.
        expected: the licence's words there, folded; empty for insertions.
        found: the text's words there, folded; empty for omissions.
        line: 1-based line of the text.
    """

    kind: DifferenceKind
    expected: str
    found: str
    line: int


# Who and what a licence speaks of; texts put their own names and kinds of work there.
_PARTIES: Final = words_in(
    "author authors company contributor contributors copyright foundation holder holders institute "
    "institution name names organization owner owners party parties university",
)
_HOLDERS: Final = _PARTIES - {"copyright", "name", "names", "party", "parties"}
_WORKS: Final = words_in(
    "application code documentation file files font fonts library module package product program project "
    "software work",
)
# Small words that editors add and lose without changing who may do what.
_SMALL: Final = words_in(
    "a an and are by is its it of or that the these this to",
)
# The street addresses under which the Free Software Foundation has been found.
_FSF_ADDRESS: Final = words_in(
    "02110 02111 02139 0213 1301 1307 330 51 59 675 675mass ave boston cambridge fifth floor franklin ma "
    "mass place st street suite temple usa us inc foundation software free",
)
_LONGEST_NAME: Final = 12  # words; the longest name of a holder seen inside a licence
_SHORTEST_TYPO: Final = 5  # letters; below, one letter makes another word (use, sue)
_YEAR = re.compile(r"(?:19|20)\d\d")
# What the SPDX list marks as optional in the text of MIT; and sections that MPL-1.1 lists one by one there, while
# Mozilla's own copy has "3.1-3.5".
_OPTIONAL_PHRASES: Final = frozenset({"including the next paragraph", "3 2 3 3 3 4 and"})
# What the Free Software Foundation called one licence before 1999 and since: older copies of GPL-2.0 name the former.
_RENAMED: Final = frozenset({"library", "lesser"})
_MARKER = re.compile(r"[a-z]|[ivx]{1,4}|\d{1,2}")


def weight(gap: Gap, licence: Sequence[str], text: Sequence[str], title: frozenset[str]) -> int:
    """How many words differ in a way that matters at one gap; 0 if none does.

    `title` holds the words of the licence's headings, which may be repeated or left out anywhere.
    """
    expected, found = licence[gap.start : gap.end], text[gap.found_start : gap.found_end]
    around = {*licence[max(0, gap.start - 2) : gap.start], *licence[gap.end : gap.end + 2]}
    if (
        _only_form(expected, found)
        or _renamed(expected, found, licence[gap.end : gap.end + 3])
        or _only_names(expected, found, around)
        or _optional(expected, found, title)
    ):
        return 0
    return max(len(expected), len(found))


def is_small(gap: Gap, licence: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a gap consists of one or two small words on either side: tolerable now and then."""
    both = (*licence[gap.start : gap.end], *text[gap.found_start : gap.found_end])
    return len(both) <= 2 and set(both) <= _SMALL  # noqa: PLR2004 - one word for another, or two more or less


def is_name(words: Sequence[str]) -> bool:
    """Whether some words may be those of a holder: few, and none that grants, limits or explains; also no words."""
    return len(words) <= _LONGEST_NAME and not (OPERATIVE | TALKING | LIMITING | NEGATING) & {*words}


def difference(gap: Gap, licence: Sequence[str], text: Sequence[str], line: int) -> Difference:
    """A gap as it is shown to a reader."""
    expected = " ".join(licence[gap.start : gap.end])
    found = " ".join(text[gap.found_start : gap.found_end])
    kind = DifferenceKind.REPLACED
    if not expected:
        kind = DifferenceKind.INSERTED
    elif not found:
        kind = DifferenceKind.MISSING
    return Difference(kind, expected, found, line)


def _only_form(expected: Sequence[str], found: Sequence[str]) -> bool:
    """Hyphens, list markers, a typing error, an address of the FSF."""
    if "".join(expected) == "".join(found):
        return True
    if not (expected and found) and all(_MARKER.fullmatch(word) for word in (*expected, *found)):
        return True
    if len(expected) == len(found) and all(map(_one_letter_off, expected, found)):
        return True
    both = {*expected, *found}
    return both <= _FSF_ADDRESS or all(_YEAR.fullmatch(word) for word in both)


def _renamed(expected: Sequence[str], found: Sequence[str], behind: Sequence[str]) -> bool:
    """The Library General Public License by its other name, where it is only spoken of."""
    called = len(expected) == len(found) == 1 and {*expected, *found} == _RENAMED
    return called and [*behind] == ["general", "public", "license"]


def _optional(expected: Sequence[str], found: Sequence[str], title: frozenset[str]) -> bool:
    """A heading, a phrase that a licence offers to leave out, or a copyright notice, on one side alone."""
    if expected and found:
        return False
    words = expected or found
    if {*words} <= title or " ".join(words) in _OPTIONAL_PHRASES:
        return True
    notice = words[0] in {"copyright", "c"} and any(_YEAR.fullmatch(word) for word in words)
    return notice and len(words) <= _LONGEST_NAME and not (LIMITING | NEGATING) & {*words}


def _only_names(expected: Sequence[str], found: Sequence[str], around: set[str]) -> bool:
    """A name where the licence has a party or a kind of work, or beside one."""
    if not is_name(found):
        return False
    if expected and found and {*expected} <= _PARTIES | _SMALL and {*expected} & _PARTIES:
        return True
    if expected and found and {*expected} <= _WORKS | _SMALL and {*found} <= _WORKS | _SMALL:
        return True
    return not expected and bool(around & _HOLDERS) and not {*found} & _SMALL - {"of", "the", "and"}


def _one_letter_off(one: str, other: str) -> bool:
    """Whether two words are the same but for one letter more, less or other; digits count as they are."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_TYPO or not (one + other).isalpha():
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((index for index in range(len(shorter)) if shorter[index] != longer[index]), len(shorter))
    rest = shorter[start + 1 :] if len(shorter) == len(longer) else shorter[start:]
    return rest == longer[start + 1 :]
