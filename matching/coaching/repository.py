"""How coaching is stored, and who may see it."""

from uuid import UUID

from matching.coaching.model import Entry
from store.database import Connection

_OF_SIDES = (
    "exists (select from match as helped join challenge as of_helped on of_helped.id = helped.challenge_id"
    " where helped.id = {match} and (helped.team_id = any(:team_ids) or of_helped.owner_id = any(:organisation_ids)))"
)
#: Both sides know who helps them; so do the coach and officers.
VISIBLE = (
    "(:is_officer or {t}.person_id = :person_id or " + _OF_SIDES.replace("{match}", "{t}.match_id") + ")"
)
#: A note is the coach's own and the officers'; advice is the pair's too.
VISIBLE_ENTRY = (
    "(:is_officer or exists (select from coaching as by where by.id = {t}.coaching_id and (by.person_id = :person_id"
    " or {t}.kind = 'ADVICE' and " + _OF_SIDES.replace("{match}", "by.match_id") + ")))"
)


async def put(tx: Connection, match_id: UUID, person_id: UUID) -> UUID:
    """Let somebody coach a pair; who does already stays so."""
    found: UUID = await tx.fetchval(
        """
        insert into coaching (match_id, person_id) values ($1, $2)
        on conflict (match_id, person_id) do update set person_id = excluded.person_id
        returning id
        """,
        match_id,
        person_id,
    )
    return found


async def delete(tx: Connection, coaching_id: UUID) -> UUID | None:
    """End a coaching, with what was written in it; its match, None when there was none."""
    found: UUID | None = await tx.fetchval(
        "delete from coaching where id = $1 returning match_id", coaching_id
    )
    return found


async def coach_of(connection: Connection, coaching_id: UUID) -> UUID | None:
    """Who coaches; None when there is no such coaching."""
    found: UUID | None = await connection.fetchval(
        "select person_id from coaching where id = $1", coaching_id
    )
    return found


async def has_coach(connection: Connection, match_id: UUID) -> bool:
    """Whether anybody coaches a pair."""
    found: bool = await connection.fetchval(
        "select exists (select from coaching where match_id = $1)", match_id
    )
    return found


async def is_of_either_side(connection: Connection, match_id: UUID, person_id: UUID) -> bool:
    """Whether somebody is in the team of a match, or speaks for its owner."""
    found: bool = await connection.fetchval(
        """
        select exists (
            select from match
            join challenge on challenge.id = match.challenge_id
            where match.id = $1 and (
                exists (select from team_member as m where m.team_id = match.team_id and m.person_id = $2)
                or exists (
                    select from role_grant as g
                    where g.organisation_id = challenge.owner_id and g.person_id = $2
                )
            )
        )
        """,
        match_id,
        person_id,
    )
    return found


async def insert_entry(tx: Connection, coaching_id: UUID, entry: Entry) -> UUID:
    """Store what a coach writes down."""
    found: UUID = await tx.fetchval(
        """
        insert into coaching_entry (coaching_id, kind, words, minutes, held_on) values ($1, $2, $3, $4, $5)
        returning id
        """,
        coaching_id,
        entry.kind,
        entry.words.strip(),
        entry.minutes,
        entry.held_on,
    )
    return found
