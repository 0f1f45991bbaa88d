"""Signing in and out: a session begins with a new token each time, and can be ended from anywhere."""

from uuid import UUID

from registry.people import repository as people
from registry.people.model import new_token, token_hash
from registry.sessions import repository
from registry.sessions.model import SESSION_LASTS
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def sign_in(
    tx: Connection, person_id: UUID, *, instead_of: str | None = None, issuer: str | None = None
) -> str:
    """Start a session of twelve hours for somebody whose identity was proven, and return its token.

    Args:
        tx: the transaction.
        person_id: who it is.
        instead_of: the token that the browser came with; its session ends, so that nobody who planted it is signed in.
        issuer: the identity provider that vouches for them; None where another way in proved who they are.

    Raises:
        Refused: UNKNOWN_PERSON.
    """
    person = await people.find_person(tx, person_id)
    if person is None:
        raise Refused(Problem("UNKNOWN_PERSON", "personId"))
    if instead_of:
        await sign_out(tx, instead_of)
    token = new_token()
    await repository.insert_session(tx, token_hash(token), person_id, SESSION_LASTS, issuer)
    actor = Actor(person_id=person.id, name=person.name)
    await audit.record(tx, actor, "person.signed_in", "person", person_id)
    return token


async def sign_in_example(tx: Connection, person_id: UUID, *, instead_of: str | None = None) -> str:
    """Start a session as an invented person of the demo; whether the demo is offered at all, the caller decides.

    Raises:
        Refused: UNKNOWN_PERSON or NOT_AN_EXAMPLE: real people prove who they are.
    """
    person = await people.find_person(tx, person_id)
    if person is None:
        raise Refused(Problem("UNKNOWN_PERSON", "personId"))
    refuse_unless(person.is_example, "NOT_AN_EXAMPLE", "personId")
    return await sign_in(tx, person_id, instead_of=instead_of)


async def sign_out(tx: Connection, token: str) -> str | None:
    """End a session, and return the identity provider that it came from; one that ended already stays ended."""
    ended = await repository.delete_session(tx, token_hash(token))
    if ended is None:
        return None
    person_id, issuer = ended
    await audit.record(tx, Actor(person_id=person_id), "person.signed_out", "person", person_id)
    return issuer


async def end(tx: Connection, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions, such as on a machine left behind.

    Raises:
        Refused: SESSION_NEEDED or UNKNOWN_SESSION.
    """
    holder = own(actor)
    refuse_unless(await repository.delete_own_session(tx, holder, session_id), "UNKNOWN_SESSION", "id")
    await audit.record(
        tx, actor, "session.ended", "person", holder, before={"session_id": str(session_id)}, after={}
    )


async def sign_out_everywhere(tx: Connection, actor: Actor) -> frozenset[str]:
    """End every session that one has, this one too, and return the identity providers that they came from.

    API tokens stay: they are revoked one by one.

    Raises:
        Refused: SESSION_NEEDED.
    """
    holder = own(actor)
    ended = await repository.delete_sessions_of(tx, holder)
    before = {"session_ids": [str(session_id) for session_id, _ in ended]}
    await audit.record(tx, actor, "person.signed_out_everywhere", "person", holder, before=before, after={})
    return frozenset(issuer for _, issuer in ended if issuer is not None)


def own(actor: Actor) -> UUID:
    """The person who is signed in, and not by a token: a stolen one must not make itself at home.

    Raises:
        Refused: SESSION_NEEDED.
    """
    if actor.person_id is None or actor.token_id is not None:
        raise Refused(Problem("SESSION_NEEDED"))
    return actor.person_id


async def holder_of(connection: Connection, token: str) -> tuple[UUID, Actor] | None:
    """Say which session a token is of and what its holder may do; None when it is not valid (any more)."""
    return await repository.holder(connection, token_hash(token))
