"""Signing in and out, and from a cookie or a bearer token to who is asking."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_401_UNAUTHORIZED

from api.auth.tokens import token_holders
from registry.sessions import service as sessions
from registry.sessions.model import SESSION_LASTS
from registry.tokens.model import is_api_token
from schema.context import Gate
from store.actor import Actor
from store.database import Database

SESSION_COOKIE = "commonfield_session"
HOST_ONLY: Final = "__Host-"
SCHEME = "bearer "

#: Key of the application's state.
IS_HTTPS: Final = "is_https"
#: Keys of a request's state.
ACTOR = "actor"
SESSION_ENDED = "session_ended"
SESSION_ID = "session_id"
REQUEST_ID = "request_id"

AnyConnection = ASGIConnection[Any, Any, Any, State]

SIGN_IN_AGAIN: Final = (
    "The bearer token is unknown or has expired; sign in again, or leave it out to read as anybody may."
)
MAKE_ANOTHER: Final = "The API token is unknown, has expired or was revoked; make another, or leave it out."


class UnknownToken(HTTPException):
    """A bearer token was sent that is not, or no longer, valid."""

    status_code = HTTP_401_UNAUTHORIZED

    def __init__(self, message: str = SIGN_IN_AGAIN) -> None:
        super().__init__(
            detail=message,
            headers={
                "WWW-Authenticate": 'Bearer realm="commonfield", error="invalid_token"'
            },  # RFC 6750, section 3
        )


def bearer_token(connection: AnyConnection) -> str | None:
    """The bearer token that a request carries; None without one, or with credentials of another scheme."""
    written = connection.headers.get("authorization", "")
    return written[len(SCHEME) :].strip() if written[: len(SCHEME)].lower() == SCHEME else None


def session_token(connection: AnyConnection) -> str | None:
    """The token of the session that a request carries, as its bearer token or in its cookie; None without one."""
    bearer = bearer_token(connection)
    if bearer is None:
        secure = bool(connection.app.state.get(IS_HTTPS))
        return connection.cookies.get(cookie_name(SESSION_COOKIE, secure=secure))
    return None if is_api_token(bearer) else bearer


async def reader(connection: AnyConnection, database: Database) -> Actor:
    """Say who is behind a request; asked again for the same request, the answer is remembered.

    Without a token it is an anonymous reader, and the database is not asked. A cookie of a session that has ended makes
    an anonymous reader too, and is cleared with the answer.

    Raises:
        UnknownToken: a bearer token is not valid (any more).
        Unavailable: the database cannot be reached.
    """
    state = connection.scope["state"]
    if ACTOR not in state:
        state[ACTOR] = replace(await _reader(connection, database), request_id=state.get(REQUEST_ID))
    actor: Actor = state[ACTOR]
    return actor


def forget_holder(connection: AnyConnection, database: Database) -> None:
    """Remember nothing of who acts with the API token that a request carries.

    Whoever writes does so as who they are now, and then reads what they wrote as who they are by then.
    """
    bearer = bearer_token(connection)
    if bearer is not None and is_api_token(bearer):
        token_holders(database).forget(bearer)


def session_id(connection: AnyConnection) -> UUID | None:
    """Which session a request was made in, once `reader` has said who is behind it; None without one."""
    found: UUID | None = connection.scope["state"].get(SESSION_ID)
    return found


async def _reader(connection: AnyConnection, database: Database) -> Actor:
    bearer = bearer_token(connection)
    if bearer is not None and is_api_token(bearer):
        actor = await token_holders(database).find(database, bearer)
        if actor is None:
            raise UnknownToken(MAKE_ANOTHER)
        return actor
    token = session_token(connection)
    if not token and bearer is None:
        return Actor.anonymous()
    async with database.read() as read:
        held = await sessions.holder_of(read, token or "")
    if held is not None:
        connection.scope["state"][SESSION_ID] = held[0]
        return held[1]
    if bearer is not None:
        raise UnknownToken
    connection.scope["state"][SESSION_ENDED] = True
    return Actor.anonymous()


async def sign_in_example(
    database: Database, person_id: UUID, gate: Gate, *, instead_of: str | None = None
) -> str:
    """Start a session as one of the demo's people, in place of the one that the browser has, and return its token.

    Raises:
        Refused: DEMO_NOT_LOADED, DEMO_CLOSED, UNKNOWN_PERSON or NOT_AN_EXAMPLE.
    """
    async with database.transaction() as tx:
        await gate(tx)
        return await sessions.sign_in_example(tx, person_id, instead_of=instead_of)


async def sign_out(database: Database, connection: AnyConnection) -> str | None:
    """End the session that a request carries, in its cookie or as its bearer token; without one nothing happens.

    Returns:
        The identity provider that the session came from; None where it came another way.
    """
    token = session_token(connection)
    if not token:
        return None
    async with database.transaction() as tx:
        return await sessions.sign_out(tx, token)


def cookie_name(name: str, *, secure: bool) -> str:
    """What a cookie of ours is called: over https with the prefix that no other host of the domain can set.

    Without it, a page of a sibling host could sign its visitors in here as somebody else (RFC 6265bis, 4.1.3.2).
    """
    return f"{HOST_ONLY}{name}" if secure else name


def session_cookie(token: str, *, secure: bool) -> Cookie:
    """The cookie that keeps somebody signed in for as long as the session lasts; scripts cannot read it."""
    return _cookie(token, int(SESSION_LASTS.total_seconds()), secure=secure)


def ended_cookie(*, secure: bool) -> Cookie:
    """The cookie that makes a browser forget its session."""
    return _cookie("", 0, secure=secure)


def _cookie(value: str, lasts_seconds: int, *, secure: bool) -> Cookie:
    return Cookie(
        key=cookie_name(SESSION_COOKIE, secure=secure),
        value=value,
        max_age=lasts_seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
