"""The demo's own files, and what loading has made of them so far."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from store.actor import Actor

DATA: Final = Path(__file__).parent / "data"
LEAD: Final = "lead:"  # who leads a team is the person `lead:NAME-OF-TEAM`
SYSTEM: Final = Actor.system()  # for what nobody of the demo did: the catalogue, and rounds run elsewhere


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier steps have stored, by kind and by name in the files; `now` is the time of loading."""

    ids: Mapping[str, UUID]
    now: datetime

    def id(self, kind: str, name: str) -> UUID:
        """Give the id of a record that an earlier step has stored.

        Raises:
            KeyError: the files name something that they do not hold.
        """
        return self.ids[f"{kind}:{name}"]

    def day(self, days: int | None) -> date | None:
        """Give the date that many days after loading; none where the file gives none."""
        return None if days is None else self.now.date() + timedelta(days=days)

    def person(self, name: str) -> Actor:
        """Let somebody of the demo act, with everything that the files grant them."""
        facts = people()[name]
        grants: list[list[str]] = facts.get("grants", [])
        team = self.ids.get(f"team:{name.removeprefix(LEAD)}") if name.startswith(LEAD) else None
        return Actor(
            person_id=self.id("person", name),
            name=facts["name"],
            is_officer=["officer"] in grants,
            is_reviewer=["reviewer"] in grants,
            owner_of=frozenset(
                self.id("organisation", of) for role, *rest in grants for of in rest if role == "owner"
            ),
            agency_for=frozenset(
                self.id("organisation", of) for role, *rest in grants for of in rest if role == "agency"
            ),
            team_ids=frozenset() if team is None else frozenset({team}),
        )


@cache
def read(name: str) -> dict[str, Any]:
    """Read one of the demo's files, such as `example/teams`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def sections(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through the sections of a file, passing over what stands above them."""
    return ((key, section) for key, section in read(name).items() if isinstance(section, dict))


def people() -> dict[str, dict[str, Any]]:
    """List everybody who can sign in: those with roles, then the leads of the example teams."""
    leads = {f"{LEAD}{team}": facts["lead"] for team, facts in sections("example/teams")}
    return {**dict(sections("people")), **leads}
