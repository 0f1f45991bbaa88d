"""The same questions through plain Strawberry resolvers and dataloaders, as its own guide has one write them.

A contestant of the benchmark: no sign-in, no limits, no visibility. Served by a handler that does nothing else.
"""

import base64
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, NewType, TypeVar
from uuid import UUID

import asyncpg
import orjson
import strawberry
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from store.database import prepare

Row = asyncpg.Record
T = TypeVar("T")
Cursor = NewType("Cursor", str)
Hidden = strawberry.Private[UUID]


class Loaders:
    """What one request gathers before it asks."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.pool = pool
        self.organisations = DataLoader(load_fn=self._organisations)
        self.snapshots = self._lists(
            "select h.* from unnest($1::uuid[]) as s(id) cross join lateral (select * from health_snapshot"
            " where software_id = s.id order by taken_at desc limit 10) as h",
            "software_id",
        )
        self.repositories = self._lists("select * from repository where software_id = any($1)", "software_id")
        self.usages = self._lists("select software_id from usage where software_id = any($1)", "software_id")
        self.applications = self._lists(
            "select challenge_id from application where challenge_id = any($1)", "challenge_id"
        )

    async def _organisations(self, ids: list[UUID]) -> Sequence[Any]:
        rows = await self.pool.fetch(
            "select id, slug, name, kind, homepage from organisation where id = any($1)", ids
        )
        found = {row["id"]: made(Organisation, row) for row in rows}
        return [found.get(each) for each in ids]

    def _lists(self, sql: str, key: str) -> DataLoader[UUID, list[Row]]:
        async def load(ids: list[UUID]) -> Sequence[list[Row]]:
            found: dict[UUID, list[Row]] = defaultdict(list)
            for row in await self.pool.fetch(sql, ids):
                found[row[key]].append(row)
            return [found[each] for each in ids]

        return DataLoader(load_fn=load)


Asked = Info[Loaders, None]


def made(kind: type[T], row: Row) -> T:
    """An object of a row's columns of the same names."""
    return kind(**{each.name: row[each.name] for each in fields(kind) if each.name in row})  # type: ignore[arg-type]


@strawberry.type
class Organisation:
    slug: str
    name: JSON
    kind: str
    homepage: str | None


@strawberry.type
class Signal:
    id: str
    value: JSON | None
    unit: str
    points: float | None
    weight: float
    applies: bool
    source: str
    explanations: list[str]


@strawberry.type
class Snapshot:
    taken_at: datetime
    score: int | None
    band: str
    coverage: float
    model_version: str
    signals: list[Signal]


@strawberry.type
class Snapshots:
    nodes: list[Snapshot]


@strawberry.type
class Repository:
    url: str
    full_name: str | None
    state: str
    checked_at: datetime | None


@strawberry.type
class Repositories:
    nodes: list[Repository]


@strawberry.type
class Counted:
    total_count: int


@strawberry.type
class Features:
    language: str
    features: list[str]


@strawberry.type
class Software:
    id: Hidden
    publisher_id: strawberry.Private[UUID | None]
    said: strawberry.Private[dict[str, list[str]]]
    slug: str
    name: str
    url: str
    landing_url: str | None
    localised_name: JSON
    short_description: JSON
    long_description: JSON
    categories: list[str]
    scopes: list[str]
    platforms: list[str]
    technologies: list[str]
    languages: list[str]
    localisation_ready: bool | None
    software_type: str | None
    development_status: str | None
    software_version: str | None
    release_date: date | None
    based_on: list[str]
    used_by: list[str]
    accessibility: str | None
    maintenance_type: str | None
    contract_until: date | None
    main_copyright_owner: str | None
    repository_owner: str | None
    declared_licence: str | None
    licence: str | None
    licence_suggestion: str | None
    verdict: str
    publiccode_version: str | None
    publiccode_valid: bool | None
    health_score: int | None
    health_band: str
    health_coverage: float | None
    observed_at: datetime | None
    source: str | None
    is_example: bool
    created_at: datetime
    updated_at: datetime
    version: int

    @strawberry.field
    def features(self) -> list[Features]:
        return [Features(language=tag, features=texts) for tag, texts in self.said.items()]

    @strawberry.field
    async def publisher(self, info: Asked) -> Organisation | None:
        return await info.context.organisations.load(self.publisher_id) if self.publisher_id else None

    @strawberry.field
    async def snapshots(self, info: Asked, first: int = 10) -> Snapshots:
        found = [made_snapshot(row) for row in await info.context.snapshots.load(self.id)]
        return Snapshots(nodes=found[:first])

    @strawberry.field
    async def repositories(self, info: Asked, first: int = 10) -> Repositories:
        rows = await info.context.repositories.load(self.id)
        return Repositories(nodes=[made(Repository, row) for row in rows[:first]])

    @strawberry.field
    async def usages(self, info: Asked, first: int = 10) -> Counted:  # noqa: ARG002 - asked of all contestants
        return Counted(total_count=len(await info.context.usages.load(self.id)))


def made_snapshot(row: Row) -> Snapshot:
    """A snapshot with its signals."""
    return Snapshot(
        taken_at=row["taken_at"],
        score=row["score"],
        band=row["band"],
        coverage=row["coverage"],
        model_version=row["model_version"],
        signals=[Signal(**signal) for signal in row["signals"]],
    )


SOFTWARE = ", ".join(
    "features as said" if each.name == "said" else each.name for each in fields(Software) if each.init
)


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: Cursor | None


@strawberry.type
class Catalogue:
    nodes: list[Software]
    page_info: PageInfo


@strawberry.type
class Challenge:
    id: Hidden
    owner_id: Hidden
    slug: str
    title: JSON
    state: str

    @strawberry.field
    async def owner(self, info: Asked) -> Organisation | None:
        owner: Organisation | None = await info.context.organisations.load(self.owner_id)
        return owner

    @strawberry.field
    async def applications(self, info: Asked, first: int = 20) -> Counted:  # noqa: ARG002 - the same
        return Counted(total_count=len(await info.context.applications.load(self.id)))


@strawberry.type
class Challenges:
    total_count: int
    nodes: list[Challenge]


@strawberry.type
class Programme:
    id: Hidden
    slug: str
    name: JSON
    mode: str
    state: str

    @strawberry.field
    async def challenge_count(self, info: Asked) -> int:
        sql = "select count(*) from challenge where programme_id = $1 and published_at is not null"
        return int(await info.context.pool.fetchval(sql, self.id))

    @strawberry.field
    async def application_count(self, info: Asked) -> int:
        sql = (
            "select count(*) from application as a join challenge as c on c.id = a.challenge_id"
            " where c.programme_id = $1 and a.state <> 'WITHDRAWN'"
        )
        return int(await info.context.pool.fetchval(sql, self.id))

    @strawberry.field
    async def challenges(self, info: Asked, first: int = 20) -> Challenges:
        pool = info.context.pool
        count = await pool.fetchval("select count(*) from challenge where programme_id = $1", self.id)
        rows = await pool.fetch(
            "select id, owner_id, slug, title, state from challenge where programme_id = $1"
            " order by created_at, id limit $2",
            self.id,
            first,
        )
        return Challenges(total_count=count, nodes=[made(Challenge, row) for row in rows])


@strawberry.enum
class Order(Enum):
    HEALTH = "HEALTH"


@strawberry.type
class Query:
    @strawberry.field
    async def catalogue(
        self,
        info: Asked,
        order_by: Order = Order.HEALTH,  # noqa: ARG002 - there is one
        first: int | None = 20,
        after: Cursor | None = None,
    ) -> Catalogue:
        health, row = orjson.loads(base64.b64decode(after)) if after else (None, None)
        where = "where (coalesce(health_score, -1), id) < ($2::int, $3::uuid)" if after else ""
        size = first or 20
        rows = await info.context.pool.fetch(
            f"select {SOFTWARE} from software {where} order by coalesce(health_score, -1) desc, id desc limit $1",  # noqa: S608 - constants
            size + 1,
            *([health, row] if after else []),
        )
        nodes = [made(Software, row) for row in rows[:size]]
        last = base64.b64encode(orjson.dumps([nodes[-1].health_score, str(nodes[-1].id)])) if nodes else b""
        return Catalogue(
            nodes=nodes,
            page_info=PageInfo(
                has_next_page=len(rows) > size, end_cursor=Cursor(last.decode()) if last else None
            ),
        )

    @strawberry.field
    async def software(self, info: Asked, slug: str) -> Software | None:
        row = await info.context.pool.fetchrow(f"select {SOFTWARE} from software where slug = $1", slug)  # noqa: S608 - constants
        return made(Software, row) if row else None

    @strawberry.field
    async def programme(self, info: Asked, slug: str) -> Programme | None:
        sql = "select id, slug, name, mode, state from programme where slug = $1"
        row = await info.context.pool.fetchrow(sql, slug)
        return made(Programme, row) if row else None


SCHEMA = strawberry.Schema(
    query=Query,
    extensions=[ParserCache, ValidationCache],
    config=StrawberryConfig(scalar_map={Cursor: strawberry.scalar(name="Cursor", parse_value=str)}),
)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Application:
    """The smallest ASGI application that runs documents."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def __call__(self, _: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._pool is None:
            self._pool = await asyncpg.create_pool(os.environ["BENCH_DSN"], init=prepare, max_size=10)
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        asked = orjson.loads(body)
        result = await SCHEMA.execute(asked["query"], asked.get("variables"), Loaders(self._pool))
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [error.formatted for error in result.errors]
        sent = orjson.dumps(answer)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(sent)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": sent})


application = Application()
