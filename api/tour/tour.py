"""What every scene of the tour has at hand: the stage, the story, the telling, and anybody who asks."""

import secrets
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

from api.tour import documents
from api.tour.asking import Person
from api.tour.stage import Stage
from api.tour.telling import Seen, Telling, Texts


def today() -> date:
    """The date in UTC, as the server counts days."""
    return datetime.now(UTC).date()


def read_story(on: date) -> Mapping[str, Any]:
    """What the people of the tour write, as the API takes it, with dates counted from a day."""
    story: Mapping[str, Any] = _dated(
        tomllib.loads(files("api.tour").joinpath("story.toml").read_text("utf-8")), on
    )
    return story


def _dated(value: Any, on: date) -> Any:
    if isinstance(value, list):
        return [_dated(each, on) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"inDays"}:
        return (on + timedelta(days=value["inDays"])).isoformat()
    return {name: _dated(each, on) for name, each in value.items()}


@dataclass(frozen=True, slots=True)
class Tour:
    """One playing of the story.

    Attributes:
        stage: where it is played.
        telling: tells each step.
        story: what people write.
        run: makes addresses of people unlike those of an earlier tour on the same server.
    """

    stage: Stage
    telling: Telling
    story: Mapping[str, Any] = field(default_factory=lambda: read_story(today()))
    run: str = field(default_factory=lambda: secrets.token_hex(3))

    @property
    def language(self) -> str:
        """BCP 47 tag of the telling, and of what people ask for."""
        return self.telling.language

    @property
    def anyone(self) -> Person:
        """Somebody who has not signed in."""
        return Person(self.stage.client, self.language)

    def step(self, name: str) -> AbstractContextManager[Seen]:
        """Tell a step, as `Telling.step`."""
        return self.telling.step(name)

    def word(self, texts: Texts) -> str:
        """A text of the story in the language of the telling."""
        return texts[self.language]

    def words(self, items: Sequence[str]) -> str:
        """Several words, in one line."""
        return ("、" if self.language == "zh-Hant" else ", ").join(items)

    def points(self, score: float) -> str:
        """A score from 0 to 1 in percent, as people read it."""
        return f"{score:.0%}"

    def invited(self, officer: Person, name: str, *roles: tuple[str | None, str | None]) -> Person:
        """Let somebody be invited to roles, each for an organisation or for none, and let them accept.

        Without any role they can sign in, which is all that registering a team takes.

        Raises:
            Unmet: an invitation is not made, or not accepted.
        """
        email = f"tour.{name}.{self.run}@example.org"
        person = self.anyone
        for role, organisation in roles or ((None, None),):
            offered = officer.ask(documents.INVITE, email=email, role=role, organisation=organisation)
            token = offered.written("token").text()
            answer = self.anyone.ask(
                documents.ACCEPT_INVITATION, token=token, name=f"Tour {name}", language=self.language
            )
            person = Person(self.stage.client, self.language, answer.written("token").text())
        return person
