"""What the API takes from and tells its callers about their limits."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import TooManyRequestsException
from strawberry.types import ExecutionResult

from api.auth.sessions import AnyConnection
from api.limits.address import Network, client_address
from api.limits.buckets import BucketPurse, Buckets
from api.limits.places import Places
from schema.context import Context
from schema.cost import REFUSED, rate_limited, told_to_wait, wait_seconds
from store.actor import Actor

PRICE: Final = "points"  # of one answer, in the `opt` of its handler
VISIT: Final = 10  # every other answer; a page of ours asks the API for about as much


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one installation.

    Attributes:
        buckets: of all callers.
        trusted: networks of the proxies in front of it.
        places: of streams.
    """

    buckets: Buckets
    trusted: Sequence[Network]
    places: Places = field(default_factory=Places)

    def purse(self, connection: AnyConnection, actor: Actor) -> BucketPurse:
        """What pays for the operations of this connection."""
        return self.buckets.purse(actor, self._address(connection))

    def place(self, connection: AnyConnection) -> AbstractContextManager[bool]:
        """Hold a place for a stream while the block runs; False when there is none."""
        return self.places.place(self._address(connection))

    def _address(self, connection: AnyConnection) -> str:
        peer = connection.client.host if connection.client else None
        forwarded = connection.headers.getall("x-forwarded-for", [])
        return client_address(peer, forwarded, self.trusted)

    async def pay(self, request: Request[Any, Any, State]) -> None:
        """Let whoever asks for an answer besides GraphQL's pay for it, from the bucket of their address.

        Who is signed in pays so too: the database need not be asked before a flood is stopped.

        Raises:
            TooManyRequestsException: the bucket is empty.
        """
        price = request.route_handler.opt.get(PRICE, VISIT)
        wait = self.purse(request, Actor.anonymous()).pay(price)
        if wait is not None:
            seconds = wait_seconds(wait)
            raise TooManyRequestsException(told_to_wait(seconds), headers={"Retry-After": str(seconds)})


def refused_for_now(context: Context) -> ExecutionResult | None:
    """Refuse who has nothing left before anything is read for them; None for all others."""
    wait = context.purse.wait(1) if isinstance(context.purse, BucketPurse) else None
    return None if wait is None else ExecutionResult(data=None, errors=[rate_limited(wait)])


def settle_result(context: Context, result: ExecutionResult, *, is_own: bool) -> None:
    """Let a document that was refused pay for being read, and tell the price in `extensions.cost`.

    Args:
        context: of the operation.
        result: gets the extension.
        is_own: whether nobody else gets this answer; what anybody may keep tells nobody's bucket.
    """
    purse = context.purse
    if not isinstance(purse, BucketPurse):
        return
    if not context.is_paid:
        purse.spill(REFUSED)
    cost: dict[str, Any] = {"requested": context.price or 0, "limit": purse.limit}
    if is_own:
        cost["bucket"] = purse.shown()
    result.extensions = {**(result.extensions or {}), "cost": cost}
