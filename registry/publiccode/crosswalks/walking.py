"""The way between publiccode.yml and another format: one table of pairs, walked in either direction.

A pair says where the same thing stands on both sides and how its value is written there. What no pair takes is
lost, and so is what a pair cannot say exactly; every loss is listed by its path.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.publiccode import values

LANGUAGE = "{language}"
"""The part of a path that stands for the language chosen for texts, where the other format has only one."""

Path = tuple[str, ...]
Document = Mapping[str, Any]


class Reason(StrEnum):
    """Why something was lost."""

    NO_PLACE = "NO_PLACE"
    OTHER_LANGUAGE = "OTHER_LANGUAGE"
    ONLY_ONE = "ONLY_ONE"
    LESS_EXACT = "LESS_EXACT"
    NOT_SAYABLE = "NOT_SAYABLE"
    NOT_VALID = "NOT_VALID"


REASONS: Mapping[Reason, Mapping[str, str]] = MappingProxyType(
    {
        Reason.NO_PLACE: {
            "en": "The other format has no place for it.",
            "zh-Hant": "另一種格式沒有對應的欄位。",
        },
        Reason.OTHER_LANGUAGE: {
            "en": "The other format holds texts in one language.",
            "zh-Hant": "另一種格式只能以一種語言撰寫文字。",
        },
        Reason.ONLY_ONE: {"en": "The other format holds only one.", "zh-Hant": "另一種格式只能有一項。"},
        Reason.LESS_EXACT: {
            "en": "The other format says it less exactly.",
            "zh-Hant": "另一種格式無法同樣精確地表達。",
        },
        Reason.NOT_SAYABLE: {
            "en": "The other format cannot say this value.",
            "zh-Hant": "另一種格式無法表達這個值。",
        },
        Reason.NOT_VALID: {
            "en": "It is not a valid value, so it was left out.",
            "zh-Hant": "這不是有效的值，因此略過。",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not come over: its path in the source, such as `usedBy[0]`, and why."""

    path: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of a conversion: the document in the other format, and what was lost, in the source's order."""

    result: dict[str, Any]
    lost: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A value as the other side writes it; None if it cannot. `lost` names what fell off, by path below the value."""

    value: Any
    lost: tuple[tuple[str, Reason], ...] = ()


_DAY_LENGTH = len("2026-01-31")
NOTHING = Said(None, (("", Reason.NOT_SAYABLE),))
"""The answer of a pair for a value that the other side cannot say."""
NOT_VALID = Said(None, (("", Reason.NOT_VALID),))
"""The answer of a pair for a value that no side should say, such as 30 February."""

Translate = Callable[[Any], Said]


def text(value: Any) -> Said:
    """Take a text as it is; anything else cannot be said."""
    return Said(value) if isinstance(value, str) and value.strip() else NOTHING


def texts(value: Any) -> Said:
    """Take a list of texts, or one text, as a list; other items are lost."""
    items = value if isinstance(value, list) else [value]
    kept = [each for each in items if text(each).value is not None]
    lost = tuple(
        (f"[{index}]" if isinstance(value, list) else "", Reason.NOT_SAYABLE)
        for index, each in enumerate(items)
        if text(each).value is None
    )
    return Said(kept or None, lost)


def day(value: Any) -> Said:
    """Take the day of a date or a time; the time of day is lost, and so is what names no day of the calendar."""
    if not isinstance(value, str) or not values.day(value[:_DAY_LENGTH]):
        return NOT_VALID
    rest = value[_DAY_LENGTH:]
    if not rest:
        return Said(value)
    return Said(value[:_DAY_LENGTH], (("", Reason.LESS_EXACT),)) if rest[0] in "T " else NOT_VALID


def exact_day(value: Any) -> Said:
    """Take a date as publiccode.yml writes it, YYYY-MM-DD; anything else is lost."""
    return Said(value) if isinstance(value, str) and values.day(value) else NOT_VALID


def choice(words: Mapping[str, str], nearly: Mapping[str, str] = MappingProxyType({})) -> Translate:
    """Translate a word by a table, and those in `nearly` with a loss of exactness; case does not matter."""

    def translate(value: Any) -> Said:
        word = value.strip().casefold() if isinstance(value, str) else ""
        if word in words:
            return Said(words[word])
        return Said(nearly[word], (("", Reason.LESS_EXACT),)) if word in nearly else NOTHING

    return translate


@dataclass(frozen=True, slots=True)
class Pair:
    """Where the same thing stands in publiccode.yml and in the other format, and how to write it there and back."""

    ours: Path
    theirs: Path
    there: Translate = text
    back: Translate = text


def to_other(document: Document, pairs: Sequence[Pair], language: str) -> Conversion:
    """Convert a publiccode.yml document; its texts are taken in `language`, those in others are lost."""
    return _walk(document, [(_in_language(each.ours, language), each.theirs, each.there) for each in pairs])


def to_ours(document: Document, pairs: Sequence[Pair], language: str) -> Conversion:
    """Convert a document of the other format to publiccode.yml; its texts are taken to be in `language`."""
    return _walk(document, [(each.theirs, _in_language(each.ours, language), each.back) for each in pairs])


def _in_language(path: Path, language: str) -> Path:
    return tuple(language if part == LANGUAGE else part for part in path)


def _walk(document: Document, ways: Sequence[tuple[Path, Path, Translate]]) -> Conversion:
    result: dict[str, Any] = {}
    taken: dict[str, list[Loss]] = {}
    for source, target, translate in ways:
        value = _at(document, source)
        if value is None:
            continue
        said = translate(value)
        place = shown(source)
        taken[place] = [Loss(_join(place, below), reason) for below, reason in said.lost]
        if said.value is not None:
            _put(result, target, said.value)
    return Conversion(result, tuple(_losses(document, "", taken)))


def _at(document: Any, path: Path) -> Any:
    for part in path:
        if not isinstance(document, Mapping):
            return None
        document = document.get(part)
    return document


def _put(result: dict[str, Any], path: Path, value: Any) -> None:
    for part in path[:-1]:
        result = result.setdefault(part, {})
    if isinstance(value, Mapping) and isinstance(result.get(path[-1]), dict):
        result[path[-1]].update(value)
    else:
        result[path[-1]] = value


def shown(path: Path) -> str:
    """Write a path as findings do: `description[en].features`."""
    written = ""
    for index, part in enumerate(path):
        if index == 1 and path[0] == "description":
            written += f"[{part}]"
        else:
            written = _join(written, part)
    return written


def _join(place: str, below: str) -> str:
    return f"{place}{below}" if not place or not below or below.startswith("[") else f"{place}.{below}"


def _losses(value: Any, place: str, taken: Mapping[str, list[Loss]]) -> Iterator[Loss]:
    """Go through a source in its order: what was taken lost what its pair says, all else is lost as a whole."""
    if place in taken:
        yield from taken[place]
    elif isinstance(value, Mapping) and (not place or any(_is_below(each, place) for each in taken)):
        for name, inner in value.items():
            yield from _losses(inner, _below(place, str(name)), taken)
    elif value not in (None, "", [], {}):
        other = place.startswith("description[") and any(each.startswith("description[") for each in taken)
        is_section = isinstance(value, Mapping) and place.endswith("]")
        yield Loss(place, Reason.OTHER_LANGUAGE if other and is_section else Reason.NO_PLACE)


def _is_below(path: str, place: str) -> bool:
    return path.startswith((f"{place}.", f"{place}["))


def _below(place: str, name: str) -> str:
    return f"description[{name}]" if place == "description" else _join(place, name)
