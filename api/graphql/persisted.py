"""Queries asked by their hash alone, as Apollo's protocol for persisted queries has it.

A client sends `extensions.persistedQuery {version sha256Hash}` without the text. When nobody asked it before, the
answer is PersistedQueryNotFound; the client sends both, and the text is kept. Reading by hash makes the address of a
GET short and the same for everybody, so that caches on the way can answer it.
"""

from contextlib import suppress
from hashlib import sha256

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse

from api.graphql.request import Operation, Refusal
from schema.plan import PlanCache
from store import documents
from store.database import Database, Unavailable

IN_PROCESS = 500  # the most used by far; the others are a short read away


class Persisted:
    """The documents that can be asked by hash: the most used in the process, all of them in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._used = PlanCache(IN_PROCESS)

    async def document(self, operation: Operation) -> str:
        """The text of an operation, found by its hash when it was sent without one.

        Raises:
            Refusal: nobody sent this text yet, or the hash is another text's.
            Unavailable: the database cannot be reached.
        """
        if operation.sha256 is None:
            return operation.query or ""
        if operation.query is not None:
            if sha256(operation.query.encode()).digest() != operation.sha256:
                raise Refusal("the sha256Hash is not that of the query", "PERSISTED_QUERY_HASH_MISMATCH")
            return operation.query
        found: str | None = self._used.known((operation.sha256,))
        if found is None:
            async with self._database.read() as connection:
                found = await documents.find(connection, operation.sha256)
            if found is None:
                raise Refusal("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND", status=200)
            self._used.get((operation.sha256,), lambda: found)
        return found

    async def keep(self, operation: Operation) -> None:
        """Keep the text of a query that was sent with its hash and ran without an error.

        Only queries are kept: what a mutation says may hold what nobody else should read. A text that is too long, or a
        database that is away, costs the client nothing but sending its text again.
        """
        if operation.sha256 is None or operation.query is None:
            return
        if self._used.known((operation.sha256,)) is not None or not _may_be_kept(operation.query):
            return
        with suppress(Unavailable):
            async with self._database.transaction() as tx:
                await documents.keep(tx, operation.sha256, operation.query)
            self._used.get((operation.sha256,), lambda: operation.query)


def _may_be_kept(document: str) -> bool:
    if len(document) > documents.MAX_CHARACTERS or "\0" in document:
        return False
    try:
        definitions = parse(document).definitions
    except GraphQLError:
        return False
    return all(
        each.operation is OperationType.QUERY
        for each in definitions
        if isinstance(each, OperationDefinitionNode)
    )
