"""How the ledger of credits is stored, and who may see which entry."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from matching.credits.model import Claim, Credit, Kind
from store.database import Connection

#: Who helped, who was helped, both sides of the match, and officers.
VISIBLE = (
    "(:is_officer or {t}.helper_id = :person_id or {t}.helped_id = :person_id or exists (select from match as earned"
    " join challenge as theirs on theirs.id = earned.challenge_id where earned.id = {t}.match_id"
    " and (earned.team_id = any(:team_ids) or theirs.owner_id = any(:organisation_ids))))"
)

#: What somebody `{t}` has: hours that were confirmed for them, less those that they paid with.
BALANCE = (
    "(select coalesce(sum(case when c.helper_id = {t}.id then c.hours else 0 end)"
    " - sum(case when c.helped_id = {t}.id then c.hours else 0 end), 0) from credit as c"
    " where c.confirmed_at is not null and {t}.id in (c.helper_id, c.helped_id))"
)

#: Hours that the members of a team `{t}` gave in its matches, confirmed by those they worked for.
EARNED_BY_TEAM = (
    "(select coalesce(sum(c.hours), 0) from credit as c join match as m on m.id = c.match_id"
    " where m.team_id = {t}.id and c.kind = 'EARNED' and c.confirmed_at is not null)"
)


async def insert(
    tx: Connection, kind: Kind, match_id: UUID | None, helper_id: UUID, helped_id: UUID | None, claim: Claim
) -> UUID:
    """Store a claim, which counts nothing before it is confirmed, and return its id."""
    credit_id: UUID = await tx.fetchval(
        """
        insert into credit (kind, match_id, helper_id, helped_id, hours, worked_on, what)
        values ($1, $2, $3, $4, $5, $6, $7) returning id
        """,
        kind,
        match_id,
        helper_id,
        helped_id,
        claim.hours,
        claim.worked_on,
        claim.what,
    )
    return credit_id


async def lock(tx: Connection, credit_id: UUID) -> Credit | None:
    """An entry that nobody else settles until the transaction ends; nor does anybody else spend of who pays for it."""
    row = await tx.fetchrow(
        """
        select credit.id, credit.kind, credit.match_id, challenge.owner_id, credit.helper_id, credit.helped_id,
            credit.hours, credit.confirmed_at, credit.declined_at
        from credit
        left join match on match.id = credit.match_id
        left join challenge on challenge.id = match.challenge_id
        where credit.id = $1
        for update of credit
        """,
        credit_id,
    )
    if row is None:
        return None
    await tx.execute("select from person where id = $1 for update", row["helped_id"])
    return Credit(row["id"], Kind(row["kind"]), *row[2:])


async def balance(connection: Connection, person_id: UUID) -> int:
    """What somebody has."""
    found: int = await connection.fetchval(
        f"select {BALANCE.replace('{t}', 'person')} from person where person.id = $1",  # noqa: S608 - our own words
        person_id,
    )
    return found


async def settle(tx: Connection, credit_id: UUID, person_id: UUID | None, *, is_confirmed: bool) -> None:
    """Store that the other side confirmed or declined."""
    await tx.execute(
        """
        update credit
        set confirmed_at = case when $3 then now() end, confirmed_by = case when $3 then $2::uuid end,
            declined_at = case when not $3 then now() end
        where id = $1
        """,
        credit_id,
        person_id,
        is_confirmed,
    )


async def ledger(connection: Connection, person_id: UUID) -> Sequence[dict[str, Any]]:
    """Every entry of somebody, oldest first, with what they had after it."""
    rows = await connection.fetch(
        """
        select worked_on, kind, what, hours, is_mine, claimed_at, confirmed_at, declined_at,
            sum(case when confirmed_at is null then 0 when is_mine then hours else -hours end)
                over (order by coalesce(confirmed_at, declined_at, claimed_at), id) as balance
        from (
            select id, worked_on, kind, what, hours, coalesce(helper_id = $1, false) as is_mine, claimed_at,
                confirmed_at, declined_at
            from credit where helper_id = $1 or helped_id = $1
        ) as own
        order by coalesce(confirmed_at, declined_at, claimed_at), id
        """,
        person_id,
    )
    return [dict(row) for row in rows]
