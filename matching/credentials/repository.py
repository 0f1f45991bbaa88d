"""How credentials are stored, and who may see them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from matching.credentials.model import Earned, Json
from store.database import Connection

#: Whose it is shows it to whom they like; nobody else sees it here.
VISIBLE = "{t}.person_id = :person_id"


async def insert_for_members(tx: Connection, match_id: UUID) -> Sequence[UUID]:
    """Give everybody who is in the team of a match now a credential, and return the ids of the new ones."""
    rows = await tx.fetch(
        """
        insert into credential (match_id, person_id)
        select match.id, team_member.person_id
        from match join team_member on team_member.team_id = match.team_id
        where match.id = $1
        on conflict (match_id, person_id) do nothing
        returning id
        """,
        match_id,
    )
    return sorted(row["id"] for row in rows)


async def find(connection: Connection, credential_id: UUID, person_id: UUID) -> Earned | None:
    """A person's credential with what it says; None when there is none of that id, or it is another's."""
    row = await connection.fetchrow(
        """
        select
            credential.id, person.name as holder, person.email, credential.issued_at,
            challenge.slug as challenge_slug, challenge.title as challenge, organisation.name as owner,
            team.name as team, programme.name as programme,
            array(
                select repository_url from delivery where match_id = match.id order by delivered_at, repository_url
            ) as repositories
        from credential
        join person on person.id = credential.person_id
        join match on match.id = credential.match_id
        join challenge on challenge.id = match.challenge_id
        join organisation on organisation.id = challenge.owner_id
        join programme on programme.id = match.programme_id
        join team on team.id = match.team_id
        where credential.id = $1 and credential.person_id = $2
        """,
        credential_id,
        person_id,
    )
    return None if row is None else Earned(**row)


async def lock_keys(tx: Connection) -> None:
    """Let machines that want to sign for the first time follow each other until the transaction ends."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('signing_key', 0))")


async def note_key(tx: Connection, thumbprint: str, public_key: Json) -> None:
    """Store the public half of a key that signs from now on; one that did before is left as it is."""
    await tx.execute(
        "insert into signing_key (thumbprint, public_key) values ($1, $2) on conflict (thumbprint) do nothing",
        thumbprint,
        public_key,
    )


async def keys(connection: Connection) -> Mapping[str, Json]:
    """List the public halves of all keys that ever signed here by thumbprint, the newest first."""
    rows = await connection.fetch(
        "select thumbprint, public_key from signing_key order by first_used_at desc, thumbprint"
    )
    return {row["thumbprint"]: row["public_key"] for row in rows}
