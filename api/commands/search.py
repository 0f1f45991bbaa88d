"""`commonfield search` and `commonfield reindex`: find software in any words, and write the words anew."""

from typing import Any

import click

from api.commands.printing import json_option, language_option, print_json
from api.commands.serving import chosen_settings, on_database
from api.settings import Settings
from registry.search import postgres
from registry.search.matched import matched_fields
from registry.search.model import MOST_A_PAGE, Page
from store.database import Database

ENGINES = (postgres.PostgresIndex.name,)


@click.command()
@json_option
@language_option
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True)
@click.option(
    "--first", type=click.IntRange(1, MOST_A_PAGE), default=20, show_default=True, help="How many at most."
)
@click.argument("query")
def search(query: str, engine: str, first: int, language: str, *, as_json: bool) -> None:  # noqa: ARG001 - there is one engine so far
    """Find software by QUERY, words in any language.

    `why` lists the fields that have a word of it. Finding nothing is an answer too: exits with 0.
    """
    settings = chosen_settings()

    async def work(database: Database) -> dict[str, Any]:
        page = await postgres.PostgresIndex(database).search(query, first=first)
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
    """Write the words of every software, challenge and team anew; searches go on meanwhile."""

    async def work(database: Database) -> dict[str, int]:
        async with database.transaction() as tx:
            counts = await postgres.rebuild(tx)
        return {subject.value: count for subject, count in counts.items()}

    counts = on_database(chosen_settings(), work)
    if as_json:
        print_json({"indexed": counts})
    else:
        click.echo("\n".join(f"{count:7} {subject}" for subject, count in counts.items()))


async def _answer(
    settings: Settings, database: Database, page: Page, query: str, language: str
) -> dict[str, Any]:
    results = []
    async with database.read() as connection:
        for software_id in page.ids:
            row = await postgres.software_row(connection, software_id)
            if row is None:
                continue
            results.append(
                {
                    "name": row["name"],
                    "title": row["localised_name"].get(language) or row["name"],
                    "url": f"{settings.public_url}/{language}/catalogue/{row['slug']}",
                    "why": list(matched_fields(row, page.understood or query)),
                }
            )
    return {"total": page.total, "engine": page.engine, "results": results}
