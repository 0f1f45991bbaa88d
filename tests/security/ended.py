"""Credentials of an officer that have ended, in every way that there is, and one that has not."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.people import service as people
from registry.people.model import token_hash
from registry.sessions import service as sessions
from registry.tokens import service as tokens
from registry.tokens.model import NewToken, Scope
from store.actor import Actor, Role
from store.database import Connection
from tests.security.world import row_of

#: Of sessions: sent in a cookie they make nobody, as a bearer token they are refused.
SESSIONS = ("expired", "ended by id", "signed out", "signed out everywhere", "rotated", "of a deleted person")
#: Of API tokens: refused.
TOKENS = ("expired token", "revoked token", "token of a disabled account", "token of a deleted person")


@dataclass(frozen=True, slots=True)
class Ended:
    """What an officer held.

    Attributes:
        sessions: tokens of sessions that have ended, by how.
        tokens: API tokens that have ended, by how.
        valid: a session that lasts, to tell that there was something to see.
    """

    sessions: Mapping[str, str]
    tokens: Mapping[str, str]
    valid: str

    def __getitem__(self, how: str) -> str:
        """What ended so."""
        return self.sessions[how] if how in self.sessions else self.tokens[how]


async def end_all(tx: Connection, officer: Actor) -> Ended:
    """Give an officer of the world all of them, and end them."""
    person = row_of("Viewer officer")
    everywhere = await sessions.sign_in(tx, person)
    await sessions.sign_out_everywhere(tx, officer)
    expired, by_id, out, rotated, valid = [await sessions.sign_in(tx, person) for _ in range(5)]
    await sessions.sign_out(tx, out)
    found = await sessions.holder_of(tx, by_id)
    assert found is not None
    await sessions.end(tx, officer, found[0])
    await sessions.sign_out(tx, await sessions.sign_in(tx, person, instead_of=rotated))

    held = NewToken("ended", frozenset({Scope.READ, Scope.WRITE, Scope.OFFICER}), days=1)
    _, expired_token = await tokens.create(tx, officer, held)
    revoked, revoked_token = await tokens.create(tx, officer, held)
    await tokens.revoke(tx, officer, revoked.id)
    account = await tokens.create_account(tx, officer, None, "ended program")
    for_account = NewToken("ended", held.scopes, days=1, service_account_id=account.id)
    _, disabled_token = await tokens.create(tx, officer, for_account)
    await tokens.disable_account(tx, officer, account.id)

    deleted_session, deleted_token = await _of_somebody_deleted(tx, officer, held)
    for table, secret in (("session", expired), ("api_token", expired_token)):
        await tx.execute(
            f"update {table} set expires_at = now() - interval '1 second' where token_hash = $1",  # noqa: S608 - one of the two
            token_hash(secret),
        )
    ended = (expired, by_id, out, everywhere, rotated, deleted_session)
    return Ended(
        dict(zip(SESSIONS, ended, strict=True)),
        dict(zip(TOKENS, (expired_token, revoked_token, disabled_token, deleted_token), strict=True)),
        valid,
    )


async def _of_somebody_deleted(tx: Connection, officer: Actor, held: NewToken) -> tuple[str, str]:
    gone = await people.register_person(tx, officer, "gone@example.org", "Gone", "en")
    await people.grant(tx, officer, gone.id, Role.OFFICER)
    session = await sessions.sign_in(tx, gone.id)
    found = await sessions.holder_of(tx, session)
    assert found is not None
    _, token = await tokens.create(tx, found[1], held)
    await people.forget(tx, officer, gone.id)
    return session, token
