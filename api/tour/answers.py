"""What the API answered, and the words for what it should have answered."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

JSON: TypeAlias = Any
"""An answer of the API before anybody has looked at it."""

MISSING = "(missing)"  # what is shown in place of a value that the answer does not have

EXPECTATIONS: Mapping[str, Mapping[str, str]] = {
    "is": {"en": "{place} is {wanted}", "zh-Hant": "{place} 應為 {wanted}"},
    "holds": {"en": "{place} holds {wanted}", "zh-Hant": "{place} 應包含 {wanted}"},
    "lacks": {"en": "{place} does not hold {wanted}", "zh-Hant": "{place} 不應包含 {wanted}"},
    "at_least": {"en": "{place} is at least {wanted}", "zh-Hant": "{place} 應至少為 {wanted}"},
    "something": {"en": "{place} says something", "zh-Hant": "{place} 應有內容"},
    "one_of": {"en": "{place} is one of {wanted}", "zh-Hant": "{place} 應為 {wanted} 其中之一"},
    "kind": {"en": "{place} is of the kind {wanted}", "zh-Hant": "{place} 應為 {wanted} 型別"},
    "sentence": {"en": "{place} is a sentence in {wanted}", "zh-Hant": "{place} 應為 {wanted} 的句子"},
    "answers": {"en": "{place} answers with {wanted}", "zh-Hant": "{place} 應回應 {wanted}"},
}

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Unmet(Exception):  # noqa: N818 - the state of what was asked, not a fault of the tour
    """Something is not as it should be.

    Attributes:
        kind: key of EXPECTATIONS.
        place: path in the answer, or the address that was asked.
        wanted: what should stand there.
        found: what stands there.
        answer: everything that came.
    """

    def __init__(self, kind: str, place: str, wanted: JSON, found: JSON, answer: JSON) -> None:
        self.kind = kind
        self.place = place
        self.wanted = wanted
        self.found = found
        self.answer = answer
        super().__init__(self.expected("en"))

    def expected(self, language: str) -> str:
        """What should have been, in words."""
        return EXPECTATIONS[self.kind][language].format(place=self.place, wanted=as_text(self.wanted))


@dataclass(frozen=True, slots=True)
class Answer:
    """A value in an answer, which knows where it stands and can say when it is not the right one.

    Attributes:
        body: everything that came.
        place: path of the value, such as `submitChallenge.challenge.state`.
        value: the value.
    """

    body: JSON
    place: str
    value: JSON

    def at(self, path: str) -> "Answer":
        """What stands below: names and places in lists, joined by dots."""
        value = self.value
        for part in path.split("."):
            if isinstance(value, list) and part.isdigit():
                value = value[int(part)] if int(part) < len(value) else MISSING
            else:
                value = value.get(part, MISSING) if isinstance(value, dict) else MISSING
        return Answer(self.body, f"{self.place}.{path}".lstrip("."), value)

    def made(self, path: str, value: JSON) -> "Answer":
        """Something that was worked out from this answer, to be looked at like a part of it."""
        return Answer(self.body, f"{self.place}.{path}".lstrip("."), value)

    def each(self) -> list["Answer"]:
        """The entries of a list.

        Raises:
            Unmet: it is none.
        """
        self._must(isinstance(self.value, list), "kind", "list")
        return [Answer(self.body, f"{self.place}.{place}", each) for place, each in enumerate(self.value)]

    def text(self) -> str:
        """The value as the text it is.

        Raises:
            Unmet: it is none, or stands for a value that is missing.
        """
        self._must(isinstance(self.value, str) and self.value != MISSING, "kind", "text")
        return str(self.value)

    def number(self) -> float:
        """The value as the number it is.

        Raises:
            Unmet: it is none.
        """
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        self._must(is_number, "kind", "number")
        return float(self.value)

    def must_be(self, wanted: JSON) -> Self:
        """Go on when this is the value.

        Raises:
            Unmet: it is another.
        """
        return self._must(self.value == wanted, "is", wanted)

    def must_be_one_of(self, *wanted: JSON) -> Self:
        """Go on when this is one of the values.

        Raises:
            Unmet: it is another.
        """
        return self._must(self.value in wanted, "one_of", list(wanted))

    def must_hold(self, wanted: JSON) -> Self:
        """Go on when a list has this entry, or a text these words.

        Raises:
            Unmet: it has not.
        """
        return self._must(_holds(self.value, wanted), "holds", wanted)

    def must_lack(self, wanted: JSON) -> Self:
        """Go on when a list does not have this entry, and a text not these words.

        Raises:
            Unmet: it has.
        """
        is_other = isinstance(self.value, list | str) and not _holds(self.value, wanted)
        return self._must(is_other, "lacks", wanted)

    def must_be_at_least(self, wanted: float) -> Self:
        """Go on when the number is not smaller.

        Raises:
            Unmet: it is smaller, or no number.
        """
        return self._must(self.number() >= wanted, "at_least", wanted)

    def must_say_something(self) -> Self:
        """Go on when there is a value, and it is not empty.

        Raises:
            Unmet: there is none.
        """
        return self._must(self.value not in (None, MISSING, "", [], {}), "something", None)

    def must_be_sentence(self, language: str) -> Self:
        """Go on when this is a sentence that a reader of the language understands, and no code.

        Raises:
            Unmet: it is not.
        """
        text = self.text()
        is_right = _CHINESE.search(text) if language == "zh-Hant" else " " in text
        return self._must(bool(is_right), "sentence", language)

    def written(self, name: str) -> "Answer":
        """The record that a mutation wrote.

        Raises:
            Unmet: it was refused.
        """
        self.at("userErrors").must_be([])
        return self.at(name).must_say_something()

    def refused(self, *wanted: tuple[str, str | None]) -> list[str]:
        """Go on when a mutation was refused for exactly these reasons, and return what it says.

        Args:
            wanted: code and field of each, in any order; None for a reason that is about the whole.

        Raises:
            Unmet: it was not refused, or for other reasons.
        """
        errors = self.at("userErrors").each()
        found = sorted([each.at("code").text(), _field(each)] for each in errors)
        expected = sorted([code, field or ""] for code, field in wanted)
        self.made("userErrors (code, field)", found).must_be(expected)
        return [each.at("message").text() for each in errors]

    def _must(self, holds: bool, kind: str, wanted: JSON) -> Self:  # noqa: FBT001 - the question asked
        if not holds:
            raise Unmet(kind, self.place, wanted, self.value, self.body)
        return self


def _holds(value: JSON, wanted: JSON) -> bool:
    return isinstance(value, list | str) and wanted in value


def _field(error: Answer) -> str:
    path: Sequence[str] = error.at("field").value or ()
    return ".".join(path)


def as_text(value: JSON) -> str:
    """A value as it is shown to people: texts as they are, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
