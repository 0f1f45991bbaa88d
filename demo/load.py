"""Loads the demo: a few steps in a fixed order, each in a transaction of its own, none of them twice."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from demo import catalogue, modes, past, people, repository, roles, rounds
from demo.records import Known, sections
from demo.repository import Progress
from store.database import Connection, Database

VERSION = 3  # raised with any change of the files that an installation should know about

Step = Callable[[Connection, Known], Awaitable[Mapping[str, UUID]]]
"""Stores records and gives their ids, by kind and by name in the files."""

#: What is loaded last stands first in lists of the newest, so each round has a step and so a time of its own.
STEPS: Mapping[str, Step] = {
    "organisations": people.organisations,
    "people": people.example_people,
    "catalogue": catalogue.entries,
    "observations": catalogue.observations,
    "teams": past.real_teams,
    **{f"programme {name}": partial(past.real_programme, name=name) for name, _ in sections("programmes")},
    "challenges": past.real_challenges,
    "example teams": rounds.example_teams,
    "survey": modes.survey,
    "round by theme": modes.round_by_theme,
    "round of proposals": modes.round_of_proposals,
    **{f"round {name}": partial(rounds.example_programme, name=name) for name in ("past", "open")},
    "example challenges": rounds.example_challenges,
    "applications": rounds.applications,
    "assignment": rounds.assignment,
    "agreements": rounds.agreements,
    "past days": rounds.past_days,
    "coached pair": modes.coached_pair,
    "roles": roles.roles,
    "people without a team": roles.people_without_a_team,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there now.

    Attributes:
        version: of the demo's data.
        loaded_at: when the last step was through.
        counts: kind of record to how many the demo has stored, such as `software`.
        is_new: whether this call loaded anything.
    """

    version: int
    loaded_at: datetime
    counts: Mapping[str, int]
    is_new: bool


async def load(database: Database, now: datetime) -> Loaded:
    """Load whatever of the demo is not there yet; a second call changes nothing, an interrupted one is resumed.

    Args:
        database: migrated.
        now: the time of loading, with its time zone; the example rounds lie around it.
    """
    async with database.read() as connection:
        found = await repository.find(connection)
    if (
        found is not None and found.loaded_at is not None
    ):  # what a later version adds is for new installations
        return Loaded(found.version, found.loaded_at, _counts(found), is_new=False)
    began = False
    for name, step in STEPS.items():
        async with database.transaction() as tx:
            progress = await repository.lock(tx) or Progress(VERSION)
            if name not in progress.done:
                stored = await step(tx, Known(progress.ids, now))
                after = replace(progress, done=(*progress.done, name), ids={**progress.ids, **stored})
                await repository.put(tx, after)
                began = True
    async with database.transaction() as tx:
        progress = await repository.lock(tx) or Progress(VERSION)
        if progress.loaded_at is None:
            progress = replace(progress, loaded_at=now)
            await repository.put(tx, progress)
    return Loaded(progress.version, progress.loaded_at or now, _counts(progress), is_new=began)


async def is_loaded(connection: Connection) -> bool:
    """Say whether the whole demo is there."""
    progress = await repository.find(connection)
    return progress is not None and progress.loaded_at is not None


def _counts(progress: Progress) -> Mapping[str, int]:
    return Counter(name.split(":", 1)[0] for name in progress.ids)
