"""How good the first results are: judged queries over real entries, scored by the usual measures."""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import click

from registry.publiccode import Unreadable
from registry.search import postgres
from registry.search.model import SearchIndex
from registry.software import service
from store.actor import Actor
from store.database import Database
from store.refusal import Refused
from tests.bench.first import Goal

LOOKED_AT = 10  # results of the first screens, which is as far as nDCG@10 looks
SUCCESS_WITHIN = 3  # results seen without scrolling on a phone
WANTED = 2  # a result of this grade or better answers the query
GRADES = (3, 2, 1)
POOR = 0.6  # nDCG below which a query of the half developed against is named
CURATOR = Actor(name="benchmark", is_officer=True)


@dataclass(frozen=True, slots=True)
class Judged:
    """One query and the entries that answer it, by grade."""

    text: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How one query was answered.

    Attributes:
        judged: the query.
        ndcg: 0 to 1, of the first ten.
        success: whether one of the first three answers it.
        found: how many results there were.
    """

    judged: Judged
    ndcg: float
    success: bool
    found: int


def entries() -> Mapping[str, str]:
    """Read the entries' places by short name."""
    return MappingProxyType(_read("judged")["entries"])


def judged(name: str = "judged") -> Sequence[Judged]:
    """Read the queries of a file in its order: `judged`, or `unseen`, by which nobody tunes ranking."""
    return [
        Judged(
            each["text"],
            each["kind"],
            {name: grade for grade in GRADES for name in each.get(f"grade_{grade}", ())},
        )
        for each in _read(name)["queries"]
    ]


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def read_entries(shared: Path) -> Sequence[tuple[Path, bytes]]:
    """Read the files of both folders."""
    paths = sorted(
        path for folder in ("code-gov-tw", "publiccode") for path in (shared / folder).glob("*.yml")
    )
    return [(path, path.read_bytes()) for path in paths]


async def load(database: Database, shared: Path, places: Mapping[str, str]) -> Mapping[str, UUID]:
    """Import the real entries, and every other file beside them, and give the ids by short name.

    Two files of one software have one id. A file that is no YAML is told and left out, as at any import; one whose
    `url` is no repository's is told and gets the address of the repository that it lies in.
    """
    ids: dict[str, UUID] = {}
    for path, data in read_entries(shared):
        try:
            ids[f"{path.parent.name}/{path.stem}"] = await _take_in(database, path, data)
        except Unreadable as reason:
            click.echo(f"left out {path.name}: {reason}")
    async with database.transaction() as tx:
        for software_id in set(ids.values()):
            await postgres.learn_words(tx, software_id)
        await postgres.recount_words(tx)
    return {name: ids[place] for name, place in places.items()}


async def _take_in(database: Database, path: Path, data: bytes) -> UUID:
    try:
        return await _imported(database, data, path)
    except Refused as reason:
        click.echo(f"{path.name}: {reason}; taken in under the repository it lies in")
        address = f"https://github.com/{path.stem.replace('__', '/')}"
        return await _imported(database, re.sub(rb"(?m)^url:.*$", f"url: {address}".encode(), data), path)


async def _imported(database: Database, data: bytes, path: Path) -> UUID:
    async with database.transaction() as tx:
        imported = await service.import_publiccode(tx, CURATOR, data, path.name, observe=False)
        return imported.software.id


def ndcg(found: Sequence[UUID], grades: Mapping[UUID, int]) -> float:
    """Discounted cumulative gain of the first ten against the best order possible.

    Järvelin and Kekäläinen (2002), with the gain 2^grade - 1 and the discount log2(rank + 1) of Burges et al. (2005).
    """
    got = _gain([grades.get(each, 0) for each in found])
    return got / _gain(sorted(grades.values(), reverse=True))


async def ask(engine: SearchIndex, query: Judged, ids: Mapping[str, UUID]) -> Score:
    """Search for one query and grade what came."""
    grades: dict[UUID, int] = defaultdict(int)
    for name, grade in query.grades.items():
        grades[ids[name]] = max(grades[ids[name]], grade)
    page = await engine.search(query.text, first=LOOKED_AT)
    success = any(grades.get(each, 0) >= WANTED for each in page.ids[:SUCCESS_WITHIN])
    return Score(query, ndcg(page.ids, grades), success, page.total)


def goals(scores: Sequence[Score]) -> Sequence[Goal]:
    """The three figures of a set of scores."""
    many = len(scores)
    return (
        Goal("ndcg10", sum(each.ndcg for each in scores) / many, 0.85, at_least=True),
        Goal("success3", sum(each.success for each in scores) / many, 0.95, at_least=True),
        Goal("zero-results", sum(not each.found for each in scores) / many, 0.03),
    )


async def measured(engine: SearchIndex, database: Database, shared: Path) -> Sequence[Goal]:
    """Load, ask everything, tell each set and every kind of strangers' queries, and give the goals over all."""
    ids = await load(database, shared, entries())
    await engine.index(sorted(set(ids.values())))
    known = [await ask(engine, each, ids) for each in judged()]
    strangers = [await ask(engine, each, ids) for each in judged("unseen")]
    sets = (("developed against", known[::2]), ("held out", known[1::2]), ("strangers", strangers))
    for name, part in sets:
        click.echo(f"{name}: {len(part)} queries, {_told(part)}")
    for kind in dict.fromkeys(each.judged.kind for each in strangers):
        part = [each for each in strangers if each.judged.kind == kind]
        click.echo(f"  {kind}: {len(part)} queries, {_told(part)}")
    poor = sorted((each for each in known[::2] if each.ndcg < POOR), key=lambda each: each.ndcg)
    for each in poor:
        click.echo(f"  poor: {each.judged.text}: {each.ndcg:.2f} of {each.found} found")
    return goals([*known, *strangers])


def _told(scores: Sequence[Score]) -> str:
    return ", ".join(f"{goal.name} {goal.value:.3f}" for goal in goals(scores))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:LOOKED_AT]))
