"""`commonfield search` and `commonfield reindex`: find software in any words, and write the words anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from api import runtime
from api.commands.printing import json_option, language_option, print_json
from api.commands.serving import chosen_settings, on_database
from api.settings import Settings
from registry.search import postgres
from registry.search.matched import matched_fields
from registry.search.model import MOST_A_PAGE, Page, SearchIndex
from store.database import Database

OWN, FED = "postgres", "meilisearch"
CLOCKS_DIFFER = timedelta(minutes=5)  # between here and the database; telling a change twice does no harm


@click.command()
@json_option
@language_option
@click.option(
    "--engine", type=click.Choice((OWN, FED)), help="The one that readers of the pages get by default."
)
@click.option(
    "--first", type=click.IntRange(1, MOST_A_PAGE), default=20, show_default=True, help="How many at most."
)
@click.argument("query")
def search(query: str, engine: str | None, first: int, language: str, *, as_json: bool) -> None:
    """Find software by QUERY, words in any language.

    `why` lists the fields that have a word of it. Finding nothing is an answer too: exits with 0.
    """
    settings = chosen_settings()

    async def work(database: Database) -> dict[str, Any]:
        page = await _index(settings, database, engine).search(query, first=first)
        return await _answer(settings, database, page, query, language)

    answer = on_database(settings, work)
    if as_json:
        print_json(answer)
        return
    for result in answer["results"]:
        click.echo(f"{result['title']}\n  {result['url']}\n  {', '.join(result['why'])}")
    click.echo(f"{answer['total']} found ({answer['engine']})")


@click.command()
@json_option
def reindex(*, as_json: bool) -> None:
    """Write the words of every software, challenge and team anew; searches go on meanwhile.

    Meilisearch, where there is one, gets a new index, which takes the place of the old one when it is whole.
    """
    settings = chosen_settings()

    async def work(database: Database) -> dict[str, int]:
        began = datetime.now(UTC)
        async with database.transaction() as tx:
            written = await postgres.rebuild(tx)
        fed = runtime.fed_index(settings, database)
        if fed is not None:
            for subject, ids in written.items():
                await fed.rebuild(ids, subject=subject)
                async with database.read() as connection:
                    changed = await postgres.changed_since(connection, began - CLOCKS_DIFFER, subject)
                await fed.index(changed, subject=subject)
        return {subject.value: len(ids) for subject, ids in written.items()}

    counts = on_database(settings, work)
    if as_json:
        print_json({"indexed": counts})
    else:
        click.echo("\n".join(f"{count:7} {subject}" for subject, count in counts.items()))


def _index(settings: Settings, database: Database, engine: str | None) -> SearchIndex:
    if engine is None:
        return runtime.search_index(settings, database)
    if engine == OWN:
        return postgres.PostgresIndex(database)
    fed = runtime.fed_index(settings, database)
    if fed is None:
        raise click.UsageError("There is no Meilisearch: set COMMONFIELD_MEILISEARCH_URL to its address.")
    return fed


async def _answer(
    settings: Settings, database: Database, page: Page, query: str, language: str
) -> dict[str, Any]:
    async with database.read() as connection:
        rows = await postgres.rows(connection, page.ids)
    results = [
        {
            "name": row["name"],
            "title": row["localised_name"].get(language) or row["name"],
            "url": f"{runtime.reached_at(settings)}/{language}/catalogue/{row['slug']}",
            "why": list(matched_fields(row, page.understood or query)),
        }
        for row in (rows[each] for each in page.ids if each in rows)
    ]
    return {"total": page.total, "engine": page.engine, "results": results}
