"""Who calls, as far as counting goes: a token, a person, or the address of somebody unknown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import State

from store.actor import Actor

AnyConnection = ASGIConnection[Any, Any, Any, State]

CALLER = "caller"  # key of a request's state, set when it is known who is behind it


@dataclass(frozen=True, slots=True)
class Caller:
    """What requests are counted by.

    Attributes:
        token_id: the API token that was sent.
        person_id: who is signed in.
        address: of the machine that the request came from; empty when the server does not say.
    """

    token_id: UUID | None
    person_id: UUID | None
    address: str

    @property
    def key(self) -> str:
        """Name the bucket: each token has its own, a person one for all their sessions, others one an address."""
        if self.token_id is not None:
            return f"token:{self.token_id}"
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"address:{self.address}"


def caller_of(connection: AnyConnection, actor: Actor) -> Caller:
    """Say who a request counts for."""
    address = connection.client.host if connection.client else ""
    return Caller(actor.token_id, actor.person_id, address)
