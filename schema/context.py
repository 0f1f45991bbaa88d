"""What a resolver may use: who asks, in which language, and where the data is."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graphql.execution.values import VariableValues

from registry.search.model import SearchIndex
from schema.cost import Pricing, Purse
from scrapers.public_files import Fetch, fetch_public_file
from store.actor import Actor
from store.changes import Changes
from store.database import Connection, Database
from store.refusal import Problem, Refused


class Gate(Protocol):
    """Refuses, or lets pass who wants to be one of the demo's people."""

    async def __call__(self, connection: Connection, /) -> None:
        """Let pass.

        Raises:
            Refused: it is not offered here.
        """


async def no_demo(_connection: Connection) -> None:
    """Refuse whoever wants to be one of the demo's people.

    Raises:
        Refused: DEMO_NOT_LOADED.
    """
    raise Refused(Problem("DEMO_NOT_LOADED"))


class Ready(Protocol):
    """An operation that was parsed and validated before."""

    async def read(self, context: "Context", variables: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Its data; None when the usual way has to answer."""


@dataclass(frozen=True, slots=True)
class Live:
    """What a subscription needs beyond a request.

    Attributes:
        changes: wakes it when what it follows may have changed.
        refresh: who the reader is now, asked again before each answer.
    """

    changes: Changes
    refresh: Callable[[], Awaitable[Actor]]


@dataclass(slots=True)
class Context:
    """One request.

    Attributes:
        database: the pool.
        actor: who asks.
        language: BCP 47 tag of the language answers are written in.
        search: the search index.
        fetch: gets a file that somebody names from the public web.
        idempotency_key: the header that makes a write which is sent again one write, as it was sent.
        demo_gate: refuses whoever wants to be one of the demo's people, where that is not offered.
        token: of the session that the request carries, for ending it.
        live: what subscriptions need; None where an operation is answered once.
        variables: set by the executor: the operation's coerced variables.
        batch: the one statement that answers this operation's planned root fields.
        waiting: rows that are asked for by id, gathered to be read together.
        time_left: until the operation is stopped; writes take the time that they need.
        purse: what pays for the operation; None for our own pages, whose documents are known.
        pricing: of the operation, once it was read.
        price: what the operation costs, in points; None before that is known.
        is_paid: whether that was paid; what is too dear, or refused for now, is not.
        ready: set by the plan when the next operation of the same text may go straight to SQL.
    """

    database: Database
    actor: Actor
    language: str
    search: SearchIndex
    token: str | None = field(default=None, repr=False)
    demo_gate: Gate = no_demo
    fetch: Fetch = fetch_public_file
    idempotency_key: str | None = None
    live: Live | None = None
    variables: VariableValues | None = None
    batch: asyncio.Future[Any] | None = None
    ready: "Ready | None" = None
    time_left: asyncio.Timeout | None = field(default=None, repr=False)
    purse: Purse | None = None
    pricing: Pricing | None = None
    price: int | None = None
    is_paid: bool = False
    waiting: dict[tuple[str, object], tuple[set[Any], asyncio.Future[Any]]] = field(default_factory=dict)

    def stop(self) -> None:
        """Leave nothing running that was begun for this request; a statement that runs is cancelled at the server."""
        begun = [waiting for _, waiting in self.waiting.values()]
        for each in begun if self.batch is None else [*begun, self.batch]:
            each.cancel()
