"""How fast the API reads, next to others on the same database.

Run by `make bench-graphql`; docs/benchmarks.md explains.

Ends with one line a goal, and with 1 when one is short. `--quick` measures for shorter and grows tenfold only.
"""

import argparse
import secrets
import statistics
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import click
import orjson
import uvloop

from registry.search.postgres import PostgresIndex
from registry.tokens.model import PREFIX
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Connection, Database
from store.embedded import EmbeddedServer
from store.migrate import migrate
from tests.bench.first import Goal
from tests.bench.graphql import contestants, data
from tests.bench.graphql.answers import difference, told
from tests.bench.graphql.contestants import Contestant, NotInstalled
from tests.bench.graphql.load import CONNECTIONS, Asker, Failed, HttpConnection, Seen, graphql_request, loaded
from tests.bench.graphql.questions import PAGE, QUESTIONS, Question

BARE_SQL = "bare SQL"
OURS = "this API"
PEERS = tuple(contestants.PEERS)
STARTS = 3
WALK_ROWS = 100  # a page of the walk to the deep row

#: For contestants whose schema is the database: a round's applications, and another name where two of ours were one.
FOR_PEERS = """
create function programme_application_count(p programme) returns bigint language sql stable as $$
    select count(*) from application as a join challenge as c on c.id = a.challenge_id
    where c.programme_id = p.id and a.state <> 'WITHDRAWN'
$$;
create index on software (health_score desc, id desc);
comment on table best_fits is E'@name keptBestFits';
"""


#: The data is thrown away, and only read once it is there: nothing need survive a loss of power.
FILLING = ("fsync = off", "max_wal_size = '8GB'")


@dataclass(frozen=True, slots=True)
class Effort:
    """How long is measured.

    Attributes:
        seconds: of load for each contestant, question and round.
        rounds: how often; the median counts, since a shared machine has better and worse moments.
        scales: the sizes the data grows to.
    """

    seconds: float
    rounds: int
    scales: Sequence[int]


FULL = Effort(3.0, 3, (10, 100))
QUICK = Effort(1.0, 2, (10,))
WARM_UP_SECONDS = 1.0

OFFICER = Actor(name="officer", is_officer=True)
Results = dict[tuple[str, str], list[Seen]]


class _Lent(Database):
    """A database that always lends the one connection that is listened to."""

    def __init__(self, dsn: str, connection: Connection) -> None:
        super().__init__(dsn)
        self._lent = connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """The connection."""
        yield self._lent


async def measured(effort: Effort, folder: Path, dsn: str) -> list[Goal]:
    """Fill the database, ask everybody everything, grow the data, and say what was reached."""
    token = PREFIX + secrets.token_urlsafe(32)
    await migrate(dsn)
    connection = await asyncpg.connect(dsn)
    try:
        for setting in FILLING:
            await connection.execute(f"alter system set {setting}")
        await connection.execute("select pg_reload_conf()")
        await data.fill(connection, token)
        await connection.execute(FOR_PEERS)
        await data.settle(connection)
        with _everybody(folder, dsn, token) as everybody:
            results = await _all_questions(effort, dsn, everybody)
            (ours,) = (each for each in everybody if each.name == OURS)
            goals = _ratios(results)
            goals.append(Goal("statements-per-read", await _statements(dsn), 1))
            growth = await _growth(effort, connection, ours)
            if growth is not None:
                goals.append(growth)
            goals.append(Goal("web-memory-mib", contestants.resident_mib(ours.process), 200))
    finally:
        await connection.close()
    starts = [await contestants.schema_start_seconds() for _ in range(STARTS)]
    goals.append(Goal("schema-start-seconds", statistics.median(starts), 1.5))
    return goals


@contextmanager
def _everybody(folder: Path, dsn: str, token: str) -> Iterator[list[Contestant]]:
    with ExitStack() as stack:
        found = [
            stack.enter_context(contestants.this_api(folder, dsn, token)),
            stack.enter_context(contestants.plain_resolvers(folder, dsn)),
        ]
        try:
            node = contestants.node_in(folder)
            found.extend(
                stack.enter_context(contestants.postgraphile(name, folder, dsn, node)) for name in PEERS
            )
        except NotInstalled as reason:
            click.echo(f"no PostGraphile to compare with: {reason}", err=True)
        click.echo(
            f"contestants: {', '.join(each.name for each in found)}, {BARE_SQL}; {CONNECTIONS} connections"
        )
        yield found


async def _all_questions(effort: Effort, dsn: str, everybody: Sequence[Contestant]) -> Results:
    results: Results = {}
    for question in QUESTIONS:
        asked = {each.name: await _variables(each, question) for each in everybody}
        await _compare(question, everybody, asked, dsn)
        for _ in range(effort.rounds):
            for each in everybody:
                seen = await _over_http(each, question, asked[each.name], effort.seconds)
                results.setdefault((question.name, each.name), []).append(seen)
            seen = await _over_sql(dsn, question, effort.seconds)
            results.setdefault((question.name, BARE_SQL), []).append(seen)
        _show(question, [*(each.name for each in everybody), BARE_SQL], results)
    return results


async def _variables(contestant: Contestant, question: Question) -> dict[str, Any]:
    """The variables of a question; a deep page's cursor is found by walking there as a client would."""
    if not question.after_row:
        return dict(question.variables)
    cursor = None
    for _ in range(0, question.after_row, WALK_ROWS):
        page = await _once(contestant, question, {"first": WALK_ROWS, "after": cursor})
        cursor = page["data"]["catalogue"]["pageInfo"]["endCursor"]
    return {**question.variables, "after": cursor}


async def _once(contestant: Contestant, question: Question, variables: dict[str, Any]) -> Any:
    connection = _http(contestant, question, variables)
    await connection.open()
    try:
        return orjson.loads(await connection.ask())
    finally:
        connection.close()


async def _compare(
    question: Question, everybody: Sequence[Contestant], asked: Mapping[str, dict[str, Any]], dsn: str
) -> None:
    """Everybody gives the same answer, or nothing is measured.

    Raises:
        Failed: somebody's differs, or has errors, or somebody is there no more.
    """
    answers: dict[str, Any] = {}
    for each in everybody:
        connection = _http(each, question, asked[each.name])
        try:
            await connection.open()
        except ConnectionRefusedError as error:
            raise Failed(f"{each.name} has ended") from error
        answers[each.name] = told(await connection.ask())
        connection.close()
    bare = await asyncpg.connect(dsn)
    text = await bare.fetchval(question.sql, *await _sql_arguments(bare, question))
    await bare.close()
    answers[BARE_SQL] = told(b'{"data":' + text.encode() + b"}")
    for name, answer in answers.items():
        found = difference(answers[OURS], answer)
        if found is not None:
            raise Failed(f"{question.name}: {OURS} and {name} differ at {found}")


async def _over_http(
    contestant: Contestant, question: Question, variables: dict[str, Any], seconds: float
) -> Seen:
    connections = [_http(contestant, question, variables) for _ in range(CONNECTIONS)]
    for each in connections:
        await each.open()
    try:
        await loaded([each.ask for each in connections], min(WARM_UP_SECONDS, seconds))
        return await loaded([each.ask for each in connections], seconds)
    finally:
        for each in connections:
            each.close()


def _http(contestant: Contestant, question: Question, variables: dict[str, Any]) -> HttpConnection:
    document = question.peers if contestant.is_peer else question.ours
    return graphql_request(contestant.url, document, variables, dict(contestant.headers))


async def _over_sql(dsn: str, question: Question, seconds: float) -> Seen:
    connections = [await asyncpg.connect(dsn) for _ in range(CONNECTIONS)]
    arguments = await _sql_arguments(connections[0], question)

    def asker(connection: "asyncpg.Connection[asyncpg.Record]") -> Asker:
        return lambda: connection.fetchval(question.sql, *arguments)

    try:
        askers = [asker(each) for each in connections]
        await loaded(askers, min(WARM_UP_SECONDS, seconds))
        return await loaded(askers, seconds)
    finally:
        for each in connections:
            await each.close()


async def _sql_arguments(connection: "asyncpg.Connection[asyncpg.Record]", question: Question) -> list[Any]:
    arguments = list(question.variables.values())
    if question.after_row:
        row = await connection.fetchrow(
            "select coalesce(health_score, -1), id from software order by 1 desc, 2 desc offset $1 limit 1",
            question.after_row - 1,
        )
        arguments += list(row or ())
    return arguments


async def _statements(dsn: str) -> int:
    """Statements that the database is sent for a question, the most of all five; signing in is none of them."""
    database = Database(dsn)
    most = 0
    try:
        for question in QUESTIONS:
            if question.after_row:
                continue  # the same statement as the page, with a cursor
            async with database.read() as connection:
                lent = _Lent(database.dsn, connection)
                await _execute(
                    question, lent
                )  # the driver asks once for each connection what types there are
                sent: list[str] = []
                with connection.query_logger(lambda record, sent=sent: sent.append(record.query)):
                    await _execute(question, lent)
            most = max(most, len(sent))
    finally:
        await database.close()
    return most


async def _execute(question: Question, database: Database) -> None:
    context = Context(database, OFFICER, "en", PostgresIndex(database))
    result = await SCHEMA.execute(question.ours, dict(question.variables), context)
    if result.errors:
        raise Failed(f"{question.name}: {result.errors[0]}")


async def _growth(
    effort: Effort, connection: "asyncpg.Connection[asyncpg.Record]", ours: Contestant
) -> Goal | None:
    """How the median of the first page grows with the data."""
    scale, first = 1, 0.0
    goal = None
    for larger in (1, *effort.scales):
        if larger > scale:
            await data.grow(connection, scale, larger)
            await data.settle(connection)
            scale = larger
        runs = [
            await _over_http(ours, PAGE, dict(PAGE.variables), effort.seconds) for _ in range(effort.rounds)
        ]
        p50 = statistics.median(run.p50_ms for run in runs)
        first = first or p50
        click.echo(f"data x {scale}: page p50 {p50:.2f} ms, {p50 / first:.2f} of what it was")
        if scale == FULL.scales[-1]:
            goal = Goal("page-growth-100x", p50 / first, 1.5)
    return goal


def _ratios(results: Results) -> list[Goal]:
    """This API's requests a second, over those of the faster PostGraphile and of bare SQL."""
    measured_peers = [name for name in PEERS if (PAGE.name, name) in results]
    goals = []
    if measured_peers:
        worst = {
            question.name: _rate(results, question.name, OURS)
            / max(_rate(results, question.name, peer) for peer in measured_peers)
            for question in QUESTIONS
        }
        goals.append(Goal("page-vs-postgraphile", worst[PAGE.name], 1.6, at_least=True))
    goals.append(
        Goal(
            "page-vs-sql",
            _rate(results, PAGE.name, OURS) / _rate(results, PAGE.name, BARE_SQL),
            0.40,
            at_least=True,
        )
    )
    if measured_peers:
        goals.append(Goal("worst-vs-postgraphile", min(worst.values()), 1.0, at_least=True))
    return goals


def _rate(results: Results, question: str, name: str) -> float:
    return statistics.median(seen.per_second for seen in results[question, name])


def _show(question: Question, names: Sequence[str], results: Results) -> None:
    ours = _rate(results, question.name, OURS)
    click.echo(
        f"\n{question.name:<10} {'':<16} {'a second':>9} {'p50 ms':>8} {'p99 ms':>8} {'this API is':>12}"
    )
    for name in names:
        runs = results[question.name, name]
        p50, p99 = (
            statistics.median(values) for values in zip(*((r.p50_ms, r.p99_ms) for r in runs), strict=True)
        )
        rate = _rate(results, question.name, name)
        click.echo(f"{'':<10} {name:<16} {rate:>9.0f} {p50:>8.2f} {p99:>8.2f} {ours / rate:>11.2f}x")


def main() -> int:
    """Measure, print the goals last, and return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-graphql", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, and grown tenfold only")
    effort = QUICK if parser.parse_args().quick else FULL
    with TemporaryDirectory(prefix="commonfield-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user where we are root
        with EmbeddedServer(folder / "postgres") as server:
            goals = uvloop.run(measured(effort, folder, server.dsn))
    for goal in goals:
        click.echo(goal.line())
    return 0 if all(goal.is_met() for goal in goals) else 1


if __name__ == "__main__":
    try:
        code = main()
    except (Failed, NotInstalled) as reason:
        click.echo(f"Nothing can be said: {reason}", err=True)
        code = 1
    sys.exit(code)
