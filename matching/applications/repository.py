"""How applications and reviews are stored, and who may see them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from matching.applications.model import Application, Review, State
from store.database import Connection

#: The team, the challenge's owner, officers, and reviewers who are not in a team that applies for the same challenge.
VISIBLE = (
    "({t}.team_id = any(:team_ids) or :is_officer"
    " or (:is_reviewer and not exists (select 1 from application rival"
    " where rival.challenge_id = {t}.challenge_id and rival.team_id = any(:team_ids)))"
    " or exists (select 1 from challenge applied_for"
    " where applied_for.id = {t}.challenge_id and applied_for.owner_id = any(:organisation_ids)))"
)
#: Reviewers do not read each other, so that each judges alone.
VISIBLE_REVIEW = "(:is_officer or {t}.reviewer_id = :person_id)"
#: What the reviewers made of an application together.
VISIBLE_SUMMARY = ":is_officer"

#: Whether a `person` cannot judge an `application`: in its team or a rival's, of the challenge's owner, of an
#: organisation that somebody in the team is of too or that the team named as its conflict, or by their own word.
PARTIAL = """(
    exists (
        select 1 from team_member
        join application rival on rival.team_id = team_member.team_id
        where team_member.person_id = person.id and rival.challenge_id = application.challenge_id
            and (rival.state <> 'WITHDRAWN' or rival.id = application.id)
    )
    or exists (
        select 1 from role_grant
        join challenge on challenge.owner_id = role_grant.organisation_id
        where role_grant.person_id = person.id and challenge.id = application.challenge_id
    )
    or exists (
        select 1 from role_grant own
        join role_grant theirs on theirs.organisation_id = own.organisation_id
        join team_member on team_member.person_id = theirs.person_id
        where own.person_id = person.id and team_member.team_id = application.team_id
    )
    or exists (
        select 1 from role_grant
        join team_conflict on team_conflict.organisation_id = role_grant.organisation_id
        where role_grant.person_id = person.id and team_conflict.team_id = application.team_id
    )
    or exists (
        select 1 from review_conflict
        where review_conflict.reviewer_id = person.id and review_conflict.application_id = application.id
    )
)"""

_SELECT = """
    select application.id, application.challenge_id, application.team_id, application.state, application.proposal,
        application.preference, application.hours_offered, application.created_by, application.created_at,
        application.updated_at, application.version
    from application
"""


async def put(tx: Connection, application: Application) -> Application:
    """Store a bid; a withdrawn one of the same team is made again."""
    application_id: UUID = await tx.fetchval(
        """
        insert into application (challenge_id, team_id, proposal, preference, hours_offered, created_by)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (challenge_id, team_id) do update
        set state = 'SUBMITTED', proposal = excluded.proposal, preference = excluded.preference,
            hours_offered = excluded.hours_offered, created_by = excluded.created_by, updated_at = now(),
            version = application.version + 1
        returning id
        """,
        application.challenge_id,
        application.team_id,
        dict(application.proposal),
        application.preference,
        application.hours_offered,
        application.created_by,
    )
    return await _get(tx, application_id)


async def update(tx: Connection, application: Application) -> Application:
    """Store what is written in a bid and its state; the version counts up."""
    await tx.execute(
        """
        update application
        set state = $2, proposal = $3, preference = $4, hours_offered = $5, updated_at = now(), version = version + 1
        where id = $1
        """,
        application.id,
        application.state,
        dict(application.proposal),
        application.preference,
        application.hours_offered,
    )
    return await _get(tx, application.id)


async def decide(tx: Connection, programme_id: UUID, matched: Sequence[UUID]) -> Mapping[UUID, State]:
    """Mark every submitted bid of a round as matched or not, and return each one's new state by id."""
    rows = await tx.fetch(
        """
        update application
        set state = case when application.id = any($2) then 'MATCHED' else 'NOT_MATCHED' end, updated_at = now(),
            version = application.version + 1
        from challenge
        where challenge.id = application.challenge_id and challenge.programme_id = $1
            and application.state = 'SUBMITTED'
        returning application.id, application.state
        """,
        programme_id,
        list(matched),
    )
    return {row["id"]: State(row["state"]) for row in rows}


async def find(connection: Connection, application_id: UUID) -> Application | None:
    """A bid by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", application_id)
    return None if row is None else _application(row)


async def find_of(connection: Connection, challenge_id: UUID, team_id: UUID) -> Application | None:
    """A team's bid for a challenge."""
    row = await connection.fetchrow(
        _SELECT + "where challenge_id = $1 and team_id = $2", challenge_id, team_id
    )
    return None if row is None else _application(row)


async def of_programme(connection: Connection, programme_id: UUID) -> Sequence[Application]:
    """Every bid of a round in any state, oldest first."""
    rows = await connection.fetch(
        _SELECT
        + """
        join challenge on challenge.id = application.challenge_id
        where challenge.programme_id = $1 order by application.created_at, application.id
        """,
        programme_id,
    )
    return [_application(row) for row in rows]


async def lock(tx: Connection, application_id: UUID) -> Application | None:
    """A bid by id, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT + "where id = $1 for update", application_id)
    return None if row is None else _application(row)


async def put_review(
    tx: Connection, application_id: UUID, reviewer_id: UUID, scores: Mapping[str, int], comment: str
) -> Review:
    """Store a review; the same reviewer's earlier one is replaced."""
    row = await tx.fetchrow(
        """
        insert into review (application_id, reviewer_id, scores, comment)
        values ($1, $2, $3, $4)
        on conflict (application_id, reviewer_id) do update
        set scores = excluded.scores, comment = excluded.comment, submitted_at = now()
        returning id, application_id, reviewer_id, scores, comment, submitted_at
        """,
        application_id,
        reviewer_id,
        dict(scores),
        comment,
    )
    if row is None:
        raise AssertionError("an upsert returns its row")  # pragma: no cover
    return Review(*row)


async def reviews_of_programme(connection: Connection, programme_id: UUID) -> Sequence[Review]:
    """Every review in a round, oldest first."""
    rows = await connection.fetch(
        """
        select review.id, review.application_id, review.reviewer_id, review.scores, review.comment,
            review.submitted_at
        from review
        join application on application.id = review.application_id
        join challenge on challenge.id = application.challenge_id
        where challenge.programme_id = $1
        order by review.submitted_at, review.id
        """,
        programme_id,
    )
    return [Review(*row) for row in rows]


async def is_involved(connection: Connection, person_id: UUID, application: Application) -> bool:
    """Whether a person cannot judge a bid impartially, as `PARTIAL` says."""
    involved: bool = await connection.fetchval(
        f"""
        select {PARTIAL} from person, application where person.id = $1 and application.id = $2
        """,  # noqa: S608 - the predicate is our own
        person_id,
        application.id,
    )
    return involved


async def is_asked_of_others(connection: Connection, person_id: UUID, application_id: UUID) -> bool:
    """Whether reviewers were assigned to a bid, and the person is none of them."""
    of_others: bool = await connection.fetchval(
        """
        select count(*) > 0 and not coalesce(bool_or(reviewer_id = $1), false)
        from review_task where application_id = $2
        """,
        person_id,
        application_id,
    )
    return of_others


async def _get(tx: Connection, application_id: UUID) -> Application:
    application = await find(tx, application_id)
    if application is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return application


def _application(row: asyncpg.Record) -> Application:
    fields: dict[str, Any] = {**dict(row), "state": State(row["state"])}
    return Application(**fields)
