"""From an API token to who acts with it, without asking the database for every request."""

import time
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakKeyDictionary

from registry.people.model import token_hash
from registry.tokens import repository
from store.actor import Actor
from store.database import Database

REMEMBERED_SECONDS = 5.0  # how long a token that was revoked, or a role taken back, may still read
MOST_REMEMBERED = 1_000  # the least used are forgotten first; an actor takes about a kilobyte


class TokenHolders:
    """Who acts with which token, remembered for a few seconds; one for each pool of connections.

    Tokens that are not valid are not remembered: they could push out those that are.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def find(self, database: Database, token: str) -> Actor | None:
        """Say who acts with a token; None when it is not valid (any more).

        Raises:
            Unavailable: the database cannot be reached.
        """
        hashed = token_hash(token)
        known = self._known.get(hashed)
        if known is not None and self._clock() < known[0]:
            self._known.move_to_end(hashed)
            return known[1]
        actor = await _ask(database, hashed)
        if actor is None:
            self._known.pop(hashed, None)
            return None
        self._known[hashed] = (self._clock() + REMEMBERED_SECONDS, actor)
        self._known.move_to_end(hashed)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return actor

    def forget(self, token: str) -> None:
        """Ask the database who acts with a token the next time."""
        self._known.pop(token_hash(token), None)


async def _ask(database: Database, hashed: bytes) -> Actor | None:
    async with database.read() as connection:
        actor = await repository.holder(connection, hashed)
        if actor is not None and actor.token_id is not None:
            await repository.note_use(connection, actor.token_id)
    return actor


_OF_DATABASES: WeakKeyDictionary[Database, TokenHolders] = WeakKeyDictionary()


def token_holders(database: Database) -> TokenHolders:
    """What this process remembers of the tokens in a database."""
    known = _OF_DATABASES.get(database)
    if known is None:
        known = _OF_DATABASES[database] = TokenHolders()
    return known
