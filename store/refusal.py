"""The one way to say no: a stable code, the field it is about, and the values its text needs."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Value = str | int | float | tuple[str, ...]
NO_VALUES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was asked.

    Attributes:
        code: stable and documented; the message catalogue has its text in every language.
        field: path of the input that is wrong, as the API names it (`needs.0.level`); None when it is about the whole.
        values: what the text shows, such as the limit that was passed.
    """

    code: str
    field: str | None = None
    values: Mapping[str, Value] = dataclasses.field(default_factory=lambda: NO_VALUES)


class Refused(Exception):  # noqa: N818 - it reads as what happened: the request was refused
    """Nothing was written, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def refuse_unless(condition: object, code: str, field: str | None = None, **values: str | float) -> None:
    """Go on when the condition holds.

    Raises:
        Refused: with one problem of this code.
    """
    if not condition:
        raise Refused(Problem(code, field, values))


class Problems:
    """Collects everything that is wrong, so that a person is told all of it at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def unless(self, condition: object, code: str, field: str | None = None, **values: str | float) -> None:
        """Note a problem when the condition does not hold."""
        if not condition:
            self._found.append(Problem(code, field, values))

    def refuse(self) -> None:
        """Go on when nothing was noted.

        Raises:
            Refused: with every problem noted.
        """
        if self._found:
            raise Refused(*self._found)
