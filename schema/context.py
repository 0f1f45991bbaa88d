"""What a resolver may use: who asks, in which language, and where the data is."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from graphql.execution.values import VariableValues

from registry.search.model import SearchIndex
from store.actor import Actor
from store.database import Database


@dataclass(slots=True)
class Context:
    """One request.

    Attributes:
        database: the pool.
        actor: who asks.
        language: BCP 47 tag of the language answers are written in.
        search: the search index.
        token: of the session that the request carries, for ending it.
        variables: set by the executor: the operation's coerced variables.
        batch: the one statement that answers this operation's planned root fields.
        waiting: rows that are asked for by id, gathered to be read together.
    """

    database: Database
    actor: Actor
    language: str
    search: SearchIndex
    token: str | None = field(default=None, repr=False)
    variables: VariableValues | None = None
    batch: asyncio.Future[Any] | None = None
    waiting: dict[tuple[str, object], tuple[set[Any], asyncio.Future[Any]]] = field(default_factory=dict)
