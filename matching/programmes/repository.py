"""How programmes are stored, and who may see them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from matching.programmes.model import (
    NEWS,
    Anchor,
    Mode,
    News,
    Programme,
    RubricCriterion,
    State,
    weights_as_json,
    weights_from_json,
)
from registry.slugs import variants
from store.database import Connection

#: A round is public from the day it opens; before, only officers see it.
VISIBLE = "({t}.state <> 'DRAFT' or :is_officer)"

_SELECT = """
    select id, slug, organisation_id, name, description, mode, state, opens_on, applications_close_on, decision_on,
        ends_on, weights, rubric, source, is_example, created_at, updated_at, version
    from programme
"""


async def insert(tx: Connection, programme: Programme, wanted_slug: str) -> Programme:
    """Store a new round under the wanted slug, or the next free one; the database chooses id and times."""
    for slug in variants(wanted_slug):
        programme_id: UUID | None = await tx.fetchval(
            """
            insert into programme (slug, organisation_id, name, description, mode, opens_on, applications_close_on,
                decision_on, ends_on, weights, rubric, source, is_example)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (slug) do nothing
            returning id
            """,
            slug,
            programme.organisation_id,
            *_written(programme),
        )
        if programme_id is not None:
            return await _get(tx, programme_id)
    raise AssertionError("variants never end")  # pragma: no cover


async def update(tx: Connection, programme: Programme) -> Programme:
    """Store what is written about a round and its state; the version counts up."""
    await tx.execute(
        """
        update programme
        set state = $2, name = $3, description = $4, mode = $5, opens_on = $6, applications_close_on = $7,
            decision_on = $8, ends_on = $9, weights = $10, rubric = $11, source = $12, is_example = $13,
            updated_at = now(), version = version + 1
        where id = $1
        """,
        programme.id,
        programme.state,
        *_written(programme),
    )
    return await _get(tx, programme.id)


async def find(connection: Connection, programme_id: UUID) -> Programme | None:
    """A round by id."""
    row = await connection.fetchrow(_SELECT + "where id = $1", programme_id)
    return None if row is None else _programme(row)


async def find_by_slug(connection: Connection, slug: str) -> Programme | None:
    """A round by its place in addresses."""
    row = await connection.fetchrow(_SELECT + "where slug = $1", slug)
    return None if row is None else _programme(row)


async def all_of(connection: Connection) -> Sequence[Programme]:
    """Every round, newest first."""
    return [_programme(row) for row in await connection.fetch(_SELECT + "order by created_at desc, id desc")]


async def lock(tx: Connection, programme_id: UUID) -> Programme | None:
    """A round by id, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(_SELECT + "where id = $1 for update", programme_id)
    return None if row is None else _programme(row)


async def hold(tx: Connection, programme_id: UUID) -> Programme | None:
    """A round by id, whose state stays until the transaction ends; others may hold it too.

    Every service takes its locks in the order round, challenge, bid, so that two never wait for each other.
    """
    row = await tx.fetchrow(_SELECT + "where id = $1 for share", programme_id)
    return None if row is None else _programme(row)


async def hold_of_challenge(tx: Connection, challenge_id: UUID) -> Programme | None:
    """The round of a challenge, held as by `hold`; None when there is no such challenge."""
    programme_id: UUID | None = await tx.fetchval(
        "select programme_id from challenge where id = $1", challenge_id
    )
    return None if programme_id is None else await hold(tx, programme_id)


async def _get(tx: Connection, programme_id: UUID) -> Programme:
    programme = await find(tx, programme_id)
    if programme is None:
        raise AssertionError("written in this transaction")  # pragma: no cover
    return programme


def _written(programme: Programme) -> tuple[Any, ...]:
    return (
        dict(programme.name),
        dict(programme.description),
        programme.mode,
        programme.opens_on,
        programme.applications_close_on,
        programme.decision_on,
        programme.ends_on,
        weights_as_json(programme.weights),
        [_line(each) for each in programme.rubric],
        programme.source,
        programme.is_example,
    )


def _programme(row: asyncpg.Record) -> Programme:
    return Programme(
        **{
            **dict(row),
            "mode": Mode(row["mode"]),
            "state": State(row["state"]),
            "weights": weights_from_json(row["weights"]) if row["weights"] else None,
            "rubric": tuple(_criterion(each) for each in row["rubric"]),
        }
    )


def _line(criterion: RubricCriterion) -> dict[str, Any]:
    """A line of the rubric as it is stored."""
    return {
        "id": criterion.id,
        "name": dict(criterion.name),
        "weight": criterion.weight,
        "anchors": [{"points": each.points, "text": dict(each.text)} for each in criterion.anchors],
    }


def _criterion(stored: Mapping[str, Any]) -> RubricCriterion:
    """A line of the rubric; those of rounds before there were anchors have none."""
    anchors = tuple(Anchor(**each) for each in stored.get("anchors") or ())
    return RubricCriterion(stored["id"], stored["name"], stored["weight"], anchors)


async def news(connection: Connection, limit: int) -> Sequence[News]:
    """List what became of rounds that everybody may see, newest first; drafts and edits are no news.

    Nor are rounds that were held elsewhere and are only told here: they did not open on the day they were written down.
    """
    rows = await connection.fetch(
        f"""
        select md5('audit_event:' || event.id)::uuid as id, event.at, event.action, programme.slug, programme.name
        from audit_event as event
        join programme on programme.id = event.subject_id
        where event.subject_type = 'programme' and event.action = any($1) and programme.source is null
            and {VISIBLE.replace("{t}", "programme").replace(":is_officer", "false")}
        order by event.at desc, event.id desc
        limit $2
        """,  # noqa: S608 - the predicate is our own
        list(NEWS),
        limit,
    )
    return [News(**row) for row in rows]
