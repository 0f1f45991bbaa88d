"""Loads the 22 entries of Taiwan's public code catalogue, and what was recorded of ten repositories, six of theirs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from demo.observations import Restated, read_all
from demo.records import DATA, SYSTEM, Known, sections
from registry.observations.service import put_history, record
from registry.publiccode import PublicCode, read, summarise
from registry.software import repository, service
from store.database import Connection

ENTRIES = DATA / "catalogue"
#: Where the entries' facts were taken from; the files here have the same names.
SOURCE = "https://github.com/moda-gov-tw/code-gov-tw/blob/main/publiccode-parser/projects/"
MONTHS_A_QUARTER = 3


async def entries(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Import every entry, by the way that anybody's files take; nothing is fetched."""
    publishers = {
        owner: known.id("organisation", name)
        for name, facts in sections("organisations")
        for owner in facts.get("repo_owners", [])
    }
    ids = {}
    for path in sorted(ENTRIES.glob("*.yml")):
        data = path.read_bytes()
        owner = summarise(read(data)).repo_owner or ""
        imported = await service.import_publiccode(
            tx, SYSTEM, data, SOURCE + path.name, publisher_id=publishers[owner], observe=False
        )
        ids[f"software:{path.stem}"] = imported.software.id
    return ids


async def observations(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Take in what was recorded of ten repositories, as of that day, with the quarters before it.

    Those that no entry is about come in under their own address.
    """
    ids = {}
    told = dict(sections("recorded"))
    for each in read_all():
        if each.entry is not None:
            await _take_in(tx, known.id("software", each.entry), each)
        else:
            facts, url = told[each.observation.full_name], each.observation.url
            metadata = PublicCode(
                name=facts["name"]["en"],
                names=facts["name"],
                short_descriptions=facts["short"],
                features={tag: tuple(lines) for tag, lines in facts["features"].items()},
            )
            registered = await service.register(tx, SYSTEM, url, metadata=metadata, source=url, observe=False)
            await _take_in(tx, registered.id, each)
            ids[f"software:{each.observation.full_name}"] = registered.id
    return ids


def quarters(first: datetime, last: datetime) -> Iterator[datetime]:
    """Give the beginning of every quarter of a year after the first moment and before the last, in UTC."""
    year, month = first.year, first.month - (first.month - 1) % MONTHS_A_QUARTER
    while True:
        month += MONTHS_A_QUARTER
        year, month = (year + 1, 1) if month > 12 else (year, month)  # noqa: PLR2004 - months of a year
        moment = datetime(year, month, 1, tzinfo=UTC)
        if moment >= last:
            return
        yield moment


async def _take_in(tx: Connection, software_id: UUID, restated: Restated) -> None:
    (held,) = await repository.repositories_of(tx, software_id)
    observation = restated.observation
    await record(tx, held.id, observation, shipped=restated.licence_evidence)
    if observation.created_at is not None:
        days = list(quarters(observation.created_at, observation.observed_at))
        await put_history(tx, software_id, observation, days)
