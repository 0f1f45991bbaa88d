"""How a public vote is read through the API: nothing of what was voted before it closed, but one's own ballot."""

from matching.votes.model import FEW
from store.read import Direction, ReadView, Term

#: By the clock of the transaction: within one answer, a vote is open or it is not.
_CLOSED = "{t}.closes_at <= now()"

_RESULTS = f"""(case when {_CLOSED} then (
    select jsonb_agg(jsonb_build_object('proposal_id', global_id('Proposal', counted.id), 'title', counted.title,
        'votes', counted.votes, 'rank', counted.rank, 'is_tied', counted.alike > 1)
        order by counted.rank, counted.created_at, counted.id)
    from (
        select p.id, p.title, p.created_at, got.votes, rank() over (order by got.votes desc) as rank,
            count(*) over (partition by got.votes) as alike
        from proposal as p
        cross join lateral (
            select coalesce(sum((b.votes ->> p.id::text)::int), 0) as votes from ballot as b where b.vote_id = {{t}}.id
        ) as got
        where p.programme_id = {{t}}.programme_id and p.state <> 'WITHDRAWN'
    ) as counted
) end)"""  # noqa: S608 - our own words

_BALLOTS = "(select count(*) from ballot as b where b.vote_id = {t}.id)"

VOTES = ReadView(
    source="public_vote",
    columns={
        "is_open": "({t}.closes_at > now())",
        "ballot_count": f"(case when {_CLOSED} then {_BALLOTS} end)",
        "is_small": f"(case when {_CLOSED} then {_BALLOTS} < {FEW} end)",
        "results": _RESULTS,
        "own_ballot": (
            "(select jsonb_agg(jsonb_build_object('proposal_id', global_id('Proposal', given.key::uuid),"
            " 'votes', given.value::int) order by given.key)"
            " from ballot as b, jsonb_each_text(b.votes) as given (key, value)"
            " where b.vote_id = {t}.id and b.person_id = :person_id)"
        ),
    },
    joins={"programme": "{o}.id = {t}.programme_id"},
    orders={"OLDEST": (Term("{t}.opened_at", Direction.ASCENDING, "timestamptz"),)},
)
