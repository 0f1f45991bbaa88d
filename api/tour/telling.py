"""How the tour tells what happens: step by step, in plain words of the reader's language."""

import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from api.tour.answers import Unmet, as_text
from api.tour.asking import NotThere

Texts: TypeAlias = Mapping[str, str]
"""A text by BCP 47 tag."""

WRAPPED_AT = 6  # columns that what was seen is set in, below the sentence of its step


@cache
def steps() -> Mapping[str, Mapping[str, Texts]]:
    """The sentences of every step: `does` before it, `seen` after it, by language."""
    with files("api.tour").joinpath("steps.toml").open("rb") as file:
        loaded: Mapping[str, Mapping[str, Texts]] = tomllib.load(file)
    return loaded


@dataclass(frozen=True, slots=True)
class Told:
    """A step that went as it should.

    Attributes:
        step: its name in `steps.toml`.
        does: what was done.
        seen: what was found, with the values of the answers.
        seconds: how long it took.
    """

    step: str
    does: str
    seen: str
    seconds: float


class Failed(Exception):  # noqa: N818 - what the tour found out
    """A step that did not go as it should; what was told before it stands.

    Attributes:
        step: its name in `steps.toml`.
        does: what was done.
        reason: what should have been and what was, or why there was no answer.
    """

    def __init__(self, step: str, does: str, reason: Unmet | NotThere) -> None:
        self.step = step
        self.does = does
        self.reason = reason
        super().__init__(f"{step}: {reason}")


@dataclass(slots=True)
class Telling:
    """One telling of the tour.

    Attributes:
        language: BCP 47 tag of the sentences.
        say: takes each line as soon as it is known.
        told: the steps so far.
    """

    language: str
    say: Callable[[str], None]
    told: list[Told] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator["Seen"]:
        """Tell a step: what is done when it begins, what was seen when it ended well.

        Raises:
            Failed: it did not.
        """
        number = len(self.told) + 1
        does = steps()[name]["does"][self.language]
        self.say(f"{number:3}  {does}")
        seen = Seen()
        began = time.perf_counter()
        try:
            yield seen
        except (Unmet, NotThere) as reason:
            raise Failed(name, does, reason) from reason
        seconds = time.perf_counter() - began
        sentence = steps()[name]["seen"][self.language].format_map(seen.values)
        self.say(f"{'':{WRAPPED_AT}}{sentence}")
        self.told.append(Told(name, does, sentence, seconds))


class Seen:
    """What a step has found, for its second sentence."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def __call__(self, **values: object) -> None:
        """Note values by their names in the sentence; without any, the sentence stands as it is."""
        self.values.update({name: as_text(value) for name, value in values.items()})
