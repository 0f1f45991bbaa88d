"""What changed between two texts, word by word where words are written apart, sign by sign where they are not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: A run of letters and digits of alphabets that write words apart, or one sign of any other kind.
_PIECES = re.compile(r"[^\W一-鿿㐀-䶿]+|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a part."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that was kept, added or removed as a whole."""

    change: Change
    text: str


def differences(before: str, after: str) -> Sequence[Part]:
    """Go from one text to the other: the kept and removed parts make the first, the kept and added the second."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    parts: list[Part] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            parts.append(Part(Change.KEPT, removed))
            continue
        parts += [Part(Change.REMOVED, removed)] if removed else []
        parts += [Part(Change.ADDED, added)] if added else []
    return parts
