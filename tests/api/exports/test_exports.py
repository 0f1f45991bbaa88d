"""Anybody can take the public tables away, whatever their size, and open them in a spreadsheet without harm."""

import asyncio
import csv
import io
import json
import tracemalloc
from contextlib import aclosing
from pathlib import Path

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from api.exports import tables
from api.exports.spreadsheets import FORMULA
from api.exports.tables import BOM, as_csv
from matching.exports import repository
from matching.exports.repository import HEALTH, ROWS_AT_ONCE, TABLES, USAGES
from registry.publiccode import PublicCode
from registry.software import service
from store.actor import Actor
from store.database import Database

OFFICER = Actor(name="an officer", is_officer=True)
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "exports.md"


async def entry(database: Database, name: str) -> None:
    async with database.transaction() as tx:
        metadata = PublicCode(
            name=name, short_descriptions={"en": "=1+1", "zh-Hant": "水位"}, categories=("maps", "gis")
        )
        await service.register(tx, OFFICER, "https://github.com/rivers/watch", metadata=metadata)


async def snapshots(database: Database, count: int) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "insert into health_snapshot (software_id, taken_at, model_version, score, coverage, band, signals)"
            " select software.id, timestamptz '2026-01-01Z' + n * interval '1 hour', '1', n % 101, 0.5, 'STEADY', '[]'"
            " from software, generate_series(1, $1) as n",
            count,
        )


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


async def test_both_formats_say_the_same(client: AsyncClient, database: Database) -> None:
    await entry(database, "Watch")
    (row,) = lines((await client.get("/exports/software.csv")).text)
    answer = await client.get("/exports/software.jsonl")
    assert answer.headers["content-type"] == "application/jsonl"
    read = json.loads(answer.text)
    assert list(row) == list(read) == [column.name for column in TABLES["software"].columns]
    assert (row["name"], row["short_description_zh_hant"], row["categories"]) == ("Watch", "水位", "maps;gis")
    assert (read["name"], read["categories"], read["health_score"]) == ("Watch", ["maps", "gis"], None)


async def test_no_cell_runs_as_a_formula(client: AsyncClient, database: Database) -> None:
    await entry(database, '=HYPERLINK("http://example.org")')
    (row,) = lines((await client.get("/exports/software.csv")).text)
    assert row["name"] == '\'=HYPERLINK("http://example.org")'
    assert row["short_description_en"] == "'=1+1"


@given(st.text())
def test_whatever_a_text_begins_with_it_stays_a_text(text: str) -> None:
    (line,) = csv.reader(io.StringIO(as_csv(USAGES, [[text]]).decode(errors="surrogatepass"), newline=""))
    (cell,) = line or [""]
    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") == text.removeprefix("'")


async def test_the_byte_order_mark_is_for_those_who_ask(client: AsyncClient) -> None:
    plain = (await client.get("/exports/usages.csv")).content
    assert plain.startswith(b"id,software,agency")
    assert (await client.get("/exports/usages.csv?bom=1")).content == BOM + plain


async def test_every_table_is_whole_and_empty_ones_have_their_head(
    client: AsyncClient, database: Database
) -> None:
    for name in TABLES:
        assert lines((await client.get(f"/exports/{name}.csv")).text) == []
        assert (await client.get(f"/exports/{name}.jsonl")).content == b""
    await entry(database, "Watch")
    await snapshots(database, 2 * ROWS_AT_ONCE + 1)
    found = lines((await client.get("/exports/health-snapshots.csv")).text)
    assert len(found) == 2 * ROWS_AT_ONCE + 1
    assert [row["taken_at"] for row in found] == sorted(row["taken_at"] for row in found)


async def test_drafts_are_in_no_export(client: AsyncClient, database: Database) -> None:
    async with database.transaction() as tx:
        organisation = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('bureau', '{}', 'AGENCY') returning id"
        )
        programme = await tx.fetchval(
            "insert into programme (slug, organisation_id, name, mode) values ('spring', $1, '{}', 'OWNER_FIRST')"
            " returning id",
            organisation,
        )
        for state in ("DRAFT", "SUBMITTED", "PUBLISHED", "WITHDRAWN"):
            await tx.execute(
                "insert into challenge (slug, programme_id, owner_id, state, title, published_at)"
                " values ($1, $2, $3, $4, '{}', now())",
                state.lower(),
                programme,
                organisation,
                state,
            )
    found = lines((await client.get("/exports/challenges.csv")).text)
    assert [row["slug"] for row in found] == ["published"]


async def test_memory_does_not_grow_with_the_table(database: Database) -> None:
    await entry(database, "Watch")
    await snapshots(database, 20 * ROWS_AT_ONCE)
    peaks = []
    async with database.read() as connection:
        for expected in (2, 20):
            tracemalloc.start()
            seen = 0
            async with aclosing(repository.rows(connection, HEALTH)) as batches:
                async for batch in batches:
                    as_csv(HEALTH, batch)
                    seen += 1
                    if seen == expected:
                        break
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


async def test_an_export_too_many_is_asked_to_come_again(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [asyncio.Event(), asyncio.Event()]
    waiting = iter(held)

    async def slow(*_: object):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an async generator that waits
        await next(waiting).wait()
        return
        yield []

    monkeypatch.setattr(tables, "rows", slow)
    reading = [asyncio.create_task(client.get("/exports/usages.csv")) for _ in held]
    await asyncio.sleep(0.2)
    refused = await client.get("/exports/usages.csv")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    for each in held:
        each.set()
    assert [(await each).status_code for each in reading] == [200, 200]


@pytest.mark.parametrize("file", ["people.csv", "software", "software.xml", "software.csv.jsonl"])
async def test_other_files_there_are_not(client: AsyncClient, file: str) -> None:
    assert (await client.get(f"/exports/{file}")).status_code == 404


def test_every_table_and_column_is_documented() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    for table in TABLES.values():
        _, _, section = written.partition(f"## {table.name}\n\n{table.meaning}\n")
        section = section.split("\n## ")[0]
        told = [line for line in section.splitlines() if line.startswith("| `")]
        assert told == [f"| `{column.name}` | {column.meaning} |" for column in table.columns]
